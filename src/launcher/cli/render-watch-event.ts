import { chalkStderr as chalk } from 'chalk';
import type { WatchEvent } from '../../foundation/events/watch-event.ts';
import type { Verbosity } from '../plan/launch-options.ts';
import { printable } from './printable.ts';

/** One event of `mews watch` as the line a person reads; empty when it is not worth one. One calm line for each cycle. */
export function renderWatchEvent(event: WatchEvent, verbosity: Verbosity): string {
  if (verbosity === 'quiet' && event.type !== 'restarting') return '';
  switch (event.type) {
    case 'watching':
      return event.takesKeys ? chalk.dim('Press ? for shortcuts') : verbosity === 'detailed' ? 'Watching for changes' : '';
    case 'changed':
      return verbosity === 'detailed' ? chalk.dim(`changed: ${event.files.map(printable).join(', ')} → ${event.action}`) : '';
    case 'swapped':
      return renderSwap(event);
    case 'drainEnded':
      return chalk.dim(`the version before has ended · ${event.drained} drained, ${cutText(event.cut)}`);
    case 'refreshed':
      return `${chalk.cyan(nameOf(event))} → ${event.action === 'styles' ? 'styles updated in the browser' : 'browser reloaded'}`;
    case 'status':
      return renderStatus(event);
    case 'restarting':
      return chalk.yellow(event.pauseMilliseconds === 0 ? 'The app has crashed: starting it again' : `The app keeps crashing: starting it again in ${event.pauseMilliseconds / 1000} s, or with the next edit`);
    default:
      return event satisfies never;
  }
}

/** `edited src/version.ts → build 31 ms → swapped in 92 ms · 3 drained, 0 cut` */
function renderSwap(event: Extract<WatchEvent, { type: 'swapped' }>): string {
  const { buildMilliseconds, swapMilliseconds, drained, cut, isDraining } = event;
  const steps = [nameOf(event), ...(buildMilliseconds === null ? [] : [`build ${buildMilliseconds} ms`]), chalk.green(`swapped in ${swapMilliseconds} ms`)];
  const requests = isDraining ? 'requests in flight go on' : `${drained} drained, ${cutText(cut)}`;
  return `${steps.join(' → ')} ${chalk.dim(`· ${requests}`)}`;
}

function renderStatus({ report, isServing }: Extract<WatchEvent, { type: 'status' }>): string {
  if (report === null) return '';
  return chalk.dim(isServing ? 'The version before goes on serving; waiting for a change' : 'Waiting for a change');
}

function nameOf({ cause, more }: { readonly cause: string; readonly more: number }): string {
  const others = more > 0 ? ` and ${more} more` : '';
  return /[./\\]/.test(cause) ? `edited ${printable(cause)}${others}` : cause;
}

function cutText(cut: number): string {
  return cut > 0 ? chalk.red(`${cut} cut`) : '0 cut';
}
