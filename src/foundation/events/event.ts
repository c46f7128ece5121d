import type { ErrorJson } from '../errors/mews-error.ts';
import type { ActivationCommand, ActivationEvent, ActivationSettings } from './activation.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { ModuleEvent } from './module-event.ts';
import type { ModuleAnswer, ModuleSettings, UpstreamSettings } from './module-settings.ts';
import type { RefreshMessage } from './refresh-message.ts';
import type { StatusReport } from './status-report.ts';
import type { WatchEvent } from './watch-event.ts';

/**
 * News, as plain JSON: what the launcher's rooms report upwards, what app processes send over IPC, and what
 * `--format json` prints, one object a line. `cli/` dispatches on `type` exhaustively.
 */
export type MewsEvent =
  | { readonly type: 'launchSettingsUsed'; readonly file: string; readonly profile: string }
  | { readonly type: 'warning'; readonly text: string }
  | { readonly type: 'note'; readonly text: string }
  /** For those who ask for details only. */
  | { readonly type: 'detail'; readonly text: string }
  | { readonly type: 'buildStarted'; readonly configuration: string }
  | { readonly type: 'buildSucceeded'; readonly configuration: string; readonly seconds: number; readonly upToDate: boolean }
  | { readonly type: 'buildFailed'; readonly configuration: string; readonly seconds: number; readonly errors: number; readonly warnings: number }
  | { readonly type: 'diagnostics'; readonly source: 'build' | 'typecheck'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: 'typecheckFinished'; readonly seconds: number; readonly errors: number; readonly mode: 'gate' | 'warn' }
  | AppNews
  | WatchEvent
  | ModuleEvent
  | { readonly type: 'started'; readonly seconds: number; readonly environment: string; readonly contentRoot: string }
  | { readonly type: 'output'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | { readonly type: 'stopping'; readonly signal: 'SIGINT' | 'SIGTERM' }
  | { readonly type: 'exited'; readonly exitCode: number; readonly signal: string | null }
  | { readonly type: 'error'; readonly error: ErrorJson };

/** What an app process says over IPC: news, and what is between it and the launcher alone. */
export type AppEvent =
  | AppNews
  | ActivationEvent
  /** The answer to `prepare`. */
  | { readonly type: 'prepared' }
  /** Files of the project that the app has read since it last said so: absolute paths. Only under `mews watch`. */
  | { readonly type: 'filesRead'; readonly files: readonly string[] }
  /** Likewise, files that it has written itself. */
  | { readonly type: 'filesWritten'; readonly files: readonly string[] }
  /** How busy the process is: requests that it is answering, and octets that it has been sent since it began. */
  | { readonly type: 'activity'; readonly inFlight: number; readonly received: number }
  /** Where a debugger reaches this process: `ws://127.0.0.1:41234/…`. */
  | { readonly type: 'inspectorOpened'; readonly url: string };

/** What an app process says of itself. */
export type AppNews =
  /** The server-addresses feature of a started server: real addresses, as `http://localhost:5000`. `by` tells who listens; `module`: its sockets are there, and the app comes with the first request. */
  | { readonly type: 'listening'; readonly addresses: readonly string[]; readonly by: 'server' | 'app' | 'program' | 'module' }
  /** The app's entry was loaded; nothing of it listens (yet). */
  | { readonly type: 'loaded' }
  | { readonly type: 'appWarning'; readonly text: string }
  /** News of the server: its configuration or a certificate has changed. */
  | { readonly type: 'appNote'; readonly text: string }
  /** A debug message of the server: why a request was refused. Sent only when `isDetailed` asks for it. */
  | { readonly type: 'appDetail'; readonly text: string }
  /** The app dies of `error`; `stack` is source-mapped. Its own output has been, or will be, printed by Node. */
  | { readonly type: 'crashed'; readonly name: string; readonly message: string; readonly stack: string; readonly origin: string }
  /** mews could not start what the app exports (`error` has its code): the process ends with exit code 1. */
  | { readonly type: 'startFailed'; readonly error: ErrorJson };

/** What the launcher tells an app process over IPC. */
export type HostCommand =
  | PrepareCommand
  | { readonly type: 'launch'; readonly settings: HostSettings }
  | { readonly type: 'refresh'; readonly message: RefreshMessage }
  /** To the status host: what there is to tell. */
  | { readonly type: 'status'; readonly report: StatusReport }
  /** To the process that answers in the place of an app: what it answers from now on. */
  | { readonly type: 'answer'; readonly answer: ModuleAnswer }
  /** To the hosting module's front: where requests go from now on. */
  | { readonly type: 'upstreams'; readonly upstreams: readonly UpstreamSettings[] }
  /** To a process of the app: how busy it is; the answer is `activity`. */
  | { readonly type: 'tellActivity' }
  | ActivationCommand
  /** `deadline`: milliseconds for what is in flight; default: less than the launcher's patience. */
  | { readonly type: 'shutdown'; readonly signal: 'SIGINT' | 'SIGTERM'; readonly deadline?: number };

/** To a process that waits: what it can do before there is anything to launch. */
export interface PrepareCommand {
  readonly type: 'prepare';
  /** The kernel is to keep connections waiting on these sockets, which are copies. */
  readonly descriptors: readonly number[];
  /** What the launch will probably need. */
  readonly server: 'kestrel' | 'nodeHttp' | 'unknown';
  /** File URL of a module that imports what the app will import first. */
  readonly externals?: string;
  /** Files read below this folder are told. */
  readonly root?: string;
  /** Folder where Node, if it can, keeps what V8 has compiled, from one process to the next. */
  readonly compileCache?: string;
}

/** What an app process must know before it loads the app. */
export interface HostSettings {
  /** Binding addresses in order, with where each came from. */
  readonly urls: readonly PlannedUrl[];
  readonly server: string;
  /** `app` leaves an app's own `listen()` as it is written; `profile` gives it the planned address. */
  readonly listen: 'profile' | 'app';
  readonly environment: string;
  /** Absolute path of the source entry: what `process.argv[1]` says while the app runs. */
  readonly sourceEntry: string;
  /** File URL of the built entry: the main module of the process. */
  readonly entry: string;
  /** The app is not bundled, imports `mews` and has none installed: the running one's library is to be found for it. */
  readonly resolveMews: boolean;
  /** Whether the server's debug messages are wanted (`-v d`). */
  readonly isDetailed: boolean;
  /** The listening sockets are the launcher's, and lent. Left out: the process binds its own. */
  readonly activation?: ActivationSettings;
  /** The process is watched for: pages are told of changes. */
  readonly watch?: WatchSettings;
  /** The process has a part in a hosting model. */
  readonly module?: ModuleSettings;
  /** There is no app: the status host answers with this report until it is told another. */
  readonly status?: StatusReport;
}

export interface WatchSettings {
  /** Names this version of the app. */
  readonly generation: string;
  /** Files read below this folder are reported. Absolute path. */
  readonly root: string;
  /** Whether pages get the refresh script. */
  readonly refreshBrowser: boolean;
}

export interface PlannedUrl {
  readonly value: string;
  readonly from: string;
  /** True for `http://localhost:5000` when nobody wrote an address: only such an address moves when it is taken. */
  readonly isDefault: boolean;
}
