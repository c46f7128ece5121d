/** What the hosting module tells of the processes of an app. */
export type ModuleEvent =
  /** A process of the app takes requests. `logFile`: where all that it writes is kept; null where it is not. */
  | { readonly type: 'workerStarted'; readonly pid: number; readonly milliseconds: number; readonly logFile: string | null }
  /** It was ended, as it was idle, not wanted any more or replaced by another one, or has ended by itself. */
  | { readonly type: 'workerEnded'; readonly pid: number; readonly reason: 'idle' | 'stopped' | 'recycled' | 'exited'; readonly exitCode: number | null; readonly signal: string | null }
  /** A new process takes the place of the one that runs, for a file has changed. */
  | { readonly type: 'recycling'; readonly cause: string }
  /** app_offline.htm has come, or gone. */
  | { readonly type: 'offline'; readonly isOffline: boolean };
