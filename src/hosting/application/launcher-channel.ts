import { seal, unseal } from '../../foundation/events/envelope.ts';
import type { AppEvent, HostCommand, HostSettings } from '../../foundation/events/event.ts';

/** What the channel needs of the process; the door gives it. */
export type ChannelProcess = Pick<NodeJS.Process, 'emit' | 'on' | 'send' | 'connected' | 'channel' | 'platform' | 'ppid'>;

/** Milliseconds in which the system gives the children of a process that died to another parent. */
const ADOPTION = 50;

interface CountedChannel {
  unref(): void;
  unrefCounted?(): void;
}

/**
 * The IPC channel between launcher and app process. It is the app's channel as well: our sealed messages never reach the
 * app's `message` listeners, and its own messages pass.
 */
export class LauncherChannel {
  /** Resolves with the settings when the launcher says to load the app. */
  readonly launch: Promise<HostSettings>;
  readonly #process: ChannelProcess;
  readonly #onShutdown: (signal: 'SIGINT' | 'SIGTERM') => void;

  /** `onShutdown` is called for each shutdown command, and with SIGTERM when the launcher has gone. */
  constructor(process: ChannelProcess, onShutdown: (signal: 'SIGINT' | 'SIGTERM') => void) {
    this.#process = process;
    this.#onShutdown = onShutdown;
    this.launch = new Promise((resolve) => this.#listen(resolve));
  }

  /** Tells the launcher. `sent` is called when the message has left this process, or cannot. */
  send(event: AppEvent, sent: () => void = () => {}): void {
    if (!this.#process.connected || !this.#process.send) return sent();
    this.#process.send(seal(event), undefined, {}, () => sent());
  }

  /** From now on the channel does not keep the process alive, unless the app itself listens to it. */
  release(): void {
    const channel = this.#process.channel as CountedChannel | undefined;
    if (!channel) return;
    // Node counts listeners of `message` and `disconnect`; ours are one each. unref() alone would overrule the app's.
    if (channel.unrefCounted) for (let listener = 0; listener < 2; listener++) channel.unrefCounted();
    else channel.unref();
  }

  #listen(onLaunch: (settings: HostSettings) => void): void {
    const { emit } = this.#process;
    const pass = emit.bind(this.#process) as (name: string | symbol, ...args: unknown[]) => boolean;
    this.#process.emit = ((name: string | symbol, ...args: unknown[]) => {
      const command = name === 'message' ? unseal<HostCommand>(args[0]) : undefined;
      if (!command) return pass(name, ...args);
      if (command.type === 'launch') onLaunch(command.settings);
      else this.#onShutdown(command.signal);
      return true;
    }) as typeof emit;
    // Node delivers messages only while somebody listens.
    this.#process.on('message', () => {});
    const launcher = this.#process.ppid;
    this.#process.on('disconnect', () => {
      setTimeout(() => this.#isGone(launcher) && this.#onShutdown('SIGTERM'), ADOPTION).unref();
    });
  }

  /** An app may close the channel itself. Only a launcher that died leaves its child to another parent; Windows keeps the number. */
  #isGone(launcher: number): boolean {
    return this.#process.platform === 'win32' || this.#process.ppid !== launcher;
  }
}
