import type { Successor } from './activation/successor.ts';
import type { ConfigurationSection } from './configuration/configuration-section.ts';
import type { KestrelOptions } from './kestrel-options.ts';
import type { Server, ServerActivity, StopSummary } from './server.ts';

/** An application that a server serves now. */
export interface RunningApplication {
  /** Where it listens, as bound. */
  readonly addresses: readonly string[];
  /** Graceful: requests in flight have `deadline` milliseconds. Idempotent. */
  stop(deadline: number): Promise<StopSummary | void>;
  /** Lets the successor serve; `stop` is still to be called, and finds nothing in flight. */
  retire(successor: Successor, deadline: number): Promise<StopSummary | void>;
  activity?(): ServerActivity | undefined;
}

/** What an application says of its server in code. */
export interface ServerConfiguration {
  readonly kestrel?: KestrelOptions;
}

/** The process around an application: chooses its server and addresses, and tells the world that it listens. */
export interface Host {
  /** `Development`, `Production` … */
  readonly environment: string;
  /** The folder that relative paths of the app start from; else the current one. */
  readonly contentRoot?: string;
  /** The process's environment variables. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In-process hosting: nothing is in front of the application. Default false. */
  readonly isInProcess?: boolean;
  /** What appsettings.json and the environment say. Left out: nothing. */
  loadSettings?(): Promise<ConfigurationSection>;
  /** A WebApplication exists: the addresses are meant for it, not for an `http.Server` that listens beside it. */
  claim(): void;
  /** One of them begins to start, whatever comes of it. */
  starting?(): void;
  /** A server of the chosen kind on the chosen addresses, not started. */
  createServer(configuration?: ServerConfiguration): Promise<Server>;
  /** The application listens: to be reported, and to be stopped when the process is to end. */
  serving(application: RunningApplication): void;
  /** Somebody who may has told the application to stop: its process is to end. Left out: the application stops by itself. */
  stop?(): void;
  readonly logError: (error: unknown) => void;
  /** Something the user should know that is no failure. */
  readonly warn?: (text: string) => void;
  /** Debug messages. Left out: nobody wants them. */
  readonly logDebug?: (text: string) => void;
}

/** Under this name the door (launcher's app host, or the library by itself) publishes the host: one for all copies of mews. */
const HOST = Symbol.for('mews.host');
const published = globalThis as { [HOST]?: Host };

/** The library's own host, for an app that runs without the launcher: of several copies of mews, the first one's. */
export function publishHost(host: Host): void {
  published[HOST] ??= host;
}

/** The launcher's host, whichever copy of mews was loaded before. */
export function publishLauncherHost(host: Host): void {
  published[HOST] = host;
}

export function publishedHost(): Host | undefined {
  return published[HOST];
}
