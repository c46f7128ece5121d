import type { Socket } from 'node:net';
import { seal, unseal } from '../../foundation/events/envelope.ts';
import type { AppEvent, HostCommand, HostSettings } from '../../foundation/events/event.ts';
import type { SentHandle } from '../../foundation/events/sent-handle.ts';

/** Everything the launcher says but the word to load the app; a socket may come with it. */
export type OnCommand = (command: Exclude<HostCommand, { type: 'launch' }>, handle: SentHandle | undefined) => void;

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
  readonly #onCommand: OnCommand;

  /** A launcher that has gone is taken for one that says `shutdown` with SIGTERM. */
  constructor(process: ChannelProcess, onCommand: OnCommand) {
    this.#process = process;
    this.#onCommand = onCommand;
    this.launch = new Promise((resolve) => this.#listen(resolve));
  }

  /** Tells the launcher. `sent` is called when the message, and the socket that goes with it, has left this process, or cannot. */
  send(event: AppEvent, sent: () => void = () => {}, handle?: SentHandle): void {
    if (!this.#process.connected || !this.#process.send) return sent();
    // Node sends its own handles as they are, though its types name only the objects around them.
    this.#process.send(seal(event), handle as unknown as Socket | undefined, {}, () => sent());
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
      else this.#onCommand(command, args[1] as SentHandle | undefined);
      return true;
    }) as typeof emit;
    // Node delivers messages only while somebody listens.
    this.#process.on('message', () => {});
    const launcher = this.#process.ppid;
    this.#process.on('disconnect', () => {
      setTimeout(() => this.#isGone(launcher) && this.#onCommand({ type: 'shutdown', signal: 'SIGTERM' }, undefined), ADOPTION).unref();
    });
  }

  /** An app may close the channel itself. Only a launcher that died leaves its child to another parent; Windows keeps the number. */
  #isGone(launcher: number): boolean {
    return this.#process.platform === 'win32' || this.#process.ppid !== launcher;
  }
}
