import type { WatchAction } from '../../foundation/events/watch-event.ts';

/** From the least to the most that has to be done. */
const ACTIONS: readonly WatchAction[] = ['nothing', 'styles', 'reload', 'restart', 'rebuild', 'replan'];

/** Why there is to be a new version, and what it takes. */
export interface Cause {
  readonly action: WatchAction;
  /** Changed files, relative to the project, the most telling first; empty where no file is the reason. */
  readonly files: readonly string[];
  /** The reason in words, where no file is it: `start`, `restart requested`, `the app has crashed`. */
  readonly reason: string;
}

export const START: Cause = { action: 'replan', files: [], reason: 'start' };

/** Two causes at once: the files of both, the more of what they take. */
export function mergeCauses(first: Cause, second: Cause): Cause {
  const isSecond = rankOf(second.action) > rankOf(first.action);
  const [more, less] = isSecond ? [second, first] : [first, second];
  return { action: more.action, files: [...new Set([...more.files, ...less.files])], reason: more.reason || less.reason };
}

/** Whether a process has to be replaced for it. */
export function needsProcess({ action }: Pick<Cause, 'action'>): boolean {
  return rankOf(action) >= rankOf('restart');
}

/** Whether the app has to be built for it. */
export function needsBuild({ action }: Pick<Cause, 'action'>): boolean {
  return rankOf(action) >= rankOf('rebuild');
}

function rankOf(action: WatchAction): number {
  return ACTIONS.indexOf(action);
}

/** How a status line names the cause: the first file and how many more, or the reason. */
export function nameCause({ files, reason }: Cause): { readonly cause: string; readonly more: number } {
  const [first, ...others] = files;
  return first === undefined ? { cause: reason, more: 0 } : { cause: first, more: others.length };
}
