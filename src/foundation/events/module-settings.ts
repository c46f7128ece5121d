import type { StatusReport } from './status-report.ts';

/** Where a process of the app waits for the hosting module: a port of 127.0.0.1, or a unix socket. */
export type UpstreamPlace = { readonly port: number } | { readonly path: string };

/** Where the front passes requests on to. */
export interface UpstreamSettings {
  readonly place: UpstreamPlace;
  /** There is no process of the app yet: requests wait for it as long as it takes, and requestTimeout counts from its start. */
  readonly isStarting: boolean;
}

/** What a process is told that has a part in a hosting model. */
export type ModuleSettings = WorkerSettings | FrontSettings | AnswerSettings;

/** In-process: the app's own process serves the public addresses. */
export interface WorkerSettings {
  readonly role: 'worker';
  /** The app's virtual path: `/`, `/shop`. */
  readonly applicationPath: string;
  /** The folder of the app: an absolute path. */
  readonly physicalPath: string;
}

/** Out-of-process: the process that serves the public addresses, has no app, and passes every request on. */
export interface FrontSettings {
  readonly role: 'front';
  readonly applicationPath: string;
  /** What every request to the app carries. */
  readonly token: string;
  /** The processes of the app, or who starts them: there from the beginning, and as long as this process. */
  readonly upstreams: readonly UpstreamSettings[];
  /** How long the app may be silent, in milliseconds. */
  readonly requestTimeout: number;
  /** Whether failures are explained to clients (Development), or told by their status alone. */
  readonly isDetailed: boolean;
  /** Pages are told of changes by an address outside the app's virtual path. */
  readonly isWatched: boolean;
}

/** Answers in the place of an app that cannot be started or must not run, one request a connection. */
export interface AnswerSettings {
  readonly role: 'answers';
  readonly answer: ModuleAnswer;
}

export type ModuleAnswer = OfflineAnswer | FailureAnswer;

/** 503 with the content of app_offline.htm. */
export interface OfflineAnswer {
  readonly kind: 'offline';
  /** In base64; empty when the file cannot be read. */
  readonly content: string;
}

/** Why there is no app, as IIS tells it: 500.30, 502.5 … */
export interface FailureAnswer extends Pick<StatusReport, 'message' | 'hint' | 'code' | 'stack' | 'location'> {
  readonly kind: 'failure';
  readonly status: number;
  /** null where IIS has none. */
  readonly subStatus: number | null;
  /** IIS's words: `ANCM In-Process Start Failure`. */
  readonly title: string;
  readonly exitCode: number | null;
  /** The last lines that the process wrote to stderr. */
  readonly lastLines: readonly string[];
  /** Absolute path; null without one. */
  readonly logFile: string | null;
  /** Whether all this is shown to clients (Development), or the status alone. */
  readonly isDetailed: boolean;
}
