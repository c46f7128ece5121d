import type { MewsEvent } from '../../foundation/events/event.ts';
import type { DrainSummary } from '../activation/served-process.ts';
import { nameCause, type Cause } from './cause.ts';

/** Milliseconds in which a status line waits for what is in flight on the version before. */
const PATIENCE = 200;

export interface Swap {
  /** `build`: null when nothing was built. */
  readonly milliseconds: { readonly build: number | null; readonly swap: number };
  readonly drained: Promise<DrainSummary>;
  readonly report: (event: MewsEvent) => void;
}

/** One line for a new version that serves, and another one later where requests in flight on the version before take their time. */
export async function tellSwap(cause: Cause, { milliseconds, drained, report }: Swap): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), PATIENCE)));
  const summary = await Promise.race([drained, patience]);
  clearTimeout(timer);
  report({
    type: 'swapped',
    ...nameCause(cause),
    buildMilliseconds: milliseconds.build === null ? null : Math.round(milliseconds.build),
    swapMilliseconds: Math.round(milliseconds.swap),
    drained: summary?.drained ?? 0,
    cut: summary?.cut ?? 0,
    isDraining: summary === undefined,
  });
  if (!summary) void drained.then(({ drained, cut }) => report({ type: 'drainEnded', drained, cut }));
}
