import type { StatusReport } from './status-report.ts';

/** What a change of files leads to: a new plan, a build, a new process, or something the browser alone has to do. */
export type WatchAction = 'replan' | 'rebuild' | 'restart' | 'reload' | 'styles' | 'nothing';

/** What `mews watch` tells beyond a launch. */
export type WatchEvent =
  /** Files are watched from now on; `takesKeys`: so is the keyboard. */
  | { readonly type: 'watching'; readonly takesKeys: boolean }
  /** Relative paths, the most telling first. */
  | { readonly type: 'changed'; readonly action: WatchAction; readonly files: readonly string[] }
  /**
   * The new version serves. `cause` is a changed file, or why there is a new version without one. Of the requests in flight
   * on the old one some have been answered and some cut; `isDraining`: others go on.
   */
  | {
      readonly type: 'swapped';
      readonly cause: string;
      readonly more: number;
      readonly buildMilliseconds: number | null;
      readonly swapMilliseconds: number;
      readonly drained: number;
      readonly cut: number;
      readonly isDraining: boolean;
    }
  /** What was still in flight on an old version when the new one began to serve. */
  | { readonly type: 'drainEnded'; readonly drained: number; readonly cut: number }
  /** The browser was told; no process has changed. */
  | { readonly type: 'refreshed'; readonly cause: string; readonly more: number; readonly action: 'reload' | 'styles' }
  /** The newest version is not served; null when it is again. `isServing`: the version before goes on. */
  | { readonly type: 'status'; readonly report: StatusReport | null; readonly isServing: boolean }
  /** A version that served has died, and is started again after the pause. */
  | { readonly type: 'restarting'; readonly reason: string; readonly pauseMilliseconds: number };
