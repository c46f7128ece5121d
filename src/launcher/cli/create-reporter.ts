import type { MewsEvent } from '../../foundation/events/event.ts';
import type { Verbosity } from '../plan/launch-options.ts';
import type { CommandContext } from './command-context.ts';
import { renderEvent } from './render-event.ts';

export interface ReporterOptions {
  readonly format: 'text' | 'json';
  readonly verbosity: Verbosity;
}

/** Where events go: as text to stderr, so that stdout stays the app's; as one JSON object a line to stdout. */
export function createReporter({ out, err, cwd }: Pick<CommandContext, 'out' | 'err' | 'cwd'>, { format, verbosity }: ReporterOptions): (event: MewsEvent) => void {
  if (format === 'json') return (event) => out(`${JSON.stringify(event)}\n`);
  return (event) => {
    const text = renderEvent(event, { cwd, verbosity });
    if (text !== '') err(`${text}\n`);
  };
}
