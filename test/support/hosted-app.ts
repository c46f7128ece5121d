import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { seal, unseal } from '../../src/foundation/events/envelope.ts';
import type { AppEvent, HostSettings } from '../../src/foundation/events/event.ts';

type EventOf<T extends AppEvent['type']> = Extract<AppEvent, { type: T }>;

export interface HostedAppOptions {
  readonly appHost: string;
  /** Absolute path of the entry. */
  readonly entry: string;
  readonly settings?: Partial<HostSettings>;
  readonly cwd?: string;
  /** Besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A real app process under the app host, as the launcher starts it; killed when the test ends. */
export class HostedApp {
  readonly events: AppEvent[] = [];
  /** Messages of the app itself on the channel. */
  readonly messages: unknown[] = [];
  readonly child: ChildProcess;
  readonly exit: Promise<{ code: number | null; signal: string | null }>;
  output = '';
  #waiting: (() => void)[] = [];

  constructor(options: HostedAppOptions) {
    this.child = spawn(process.execPath, ['--enable-source-maps', '--import', pathToFileURL(options.appHost).href, options.entry], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      ...(options.cwd && { cwd: options.cwd }),
      ...(options.env && { env: { ...process.env, ...options.env } }),
    });
    onTestFinished(() => void this.child.kill('SIGKILL'));
    this.child.on('message', (message) => {
      const event = unseal<AppEvent>(message);
      if (event) this.events.push(event);
      else this.messages.push(message);
      this.#wake();
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.#wake();
      });
    }
    // Not 'close': a child whose channel the parent has closed never gets that far.
    const ended = [this.child.stdout, this.child.stderr].map((stream) => stream && once(stream, 'end'));
    this.exit = Promise.all([once(this.child, 'exit'), ...ended]).then(([[code, signal]]) => {
      this.#wake();
      return { code, signal };
    });
    const settings = {
      urls: [{ value: 'http://127.0.0.1:0', from: 'test', isDefault: false }],
      server: 'kestrel',
      listen: 'profile',
      environment: 'Development',
      resolveMews: false,
      isDetailed: false,
      sourceEntry: options.entry,
      entry: pathToFileURL(options.entry).href,
      ...options.settings,
    } as const;
    this.child.send(seal({ type: 'launch', settings }));
  }

  /** The next event of a type, or the one that has come already; rejects when the process ends without it. */
  async event<T extends AppEvent['type']>(type: T): Promise<EventOf<T>> {
    return this.until(() => this.events.find((event): event is EventOf<T> => event.type === type), type);
  }

  /** Where the app listens first. */
  async address(): Promise<string> {
    const { addresses } = await this.event('listening');
    return addresses[0] ?? '';
  }

  async until<T>(find: () => T | undefined, what: string): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        await this.exit;
        const last = find();
        if (last !== undefined) return last;
        throw new Error(`The app ended (${this.child.exitCode}) without: ${what}\n${JSON.stringify(this.events)}\n${this.output}`);
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  shutdown(signal: 'SIGINT' | 'SIGTERM'): void {
    this.child.send(seal({ type: 'shutdown', signal }));
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

/** URLs as the plan has them. */
export function plannedUrls(...values: string[]): HostSettings['urls'] {
  return values.map((value) => ({ value, from: 'test', isDefault: false }));
}
