import type { MewsError } from '../../../foundation/errors/mews-error.ts';
import type { AppEvent } from '../../../foundation/events/event.ts';
import type { ProcessExit } from '../../../foundation/process/start-process.ts';
import type { ServedProcess } from '../../activation/served-process.ts';
import type { OutputTail } from './output-tail.ts';

/** A process of the app, and what is known of it. */
export interface Worker {
  readonly process: ServedProcess;
  readonly pid: number;
  /** What it wrote last. */
  readonly tail: OutputTail;
  /** Absolute path of its log; null when it has none. */
  readonly logFile: string | null;
  /** The last of what it said of an error of its own. */
  readonly crash: () => Extract<AppEvent, { type: 'crashed' }> | undefined;
  /** What it died of; undefined when it has ended in peace. */
  readonly failureOf: (exit: ProcessExit) => MewsError | undefined;
  /** Asks it to end, in the words it understands; what is in flight has `deadline` milliseconds. */
  readonly ask: (deadline: number) => void;
}
