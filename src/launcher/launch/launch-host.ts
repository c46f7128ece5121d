import type { MewsEvent } from '../../foundation/events/event.ts';
import type { StopSignals } from './stop-signals.ts';

/** What a launch may touch of the world: handed in from the door. */
export interface LaunchHost {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The package folder of the running mews. */
  readonly mewsRoot: string;
  readonly stop: StopSignals;
  readonly report: (event: MewsEvent) => void;
  /** The app's output becomes events instead of going to our own stdout and stderr. */
  readonly captureOutput: boolean;
  /** Whether the server's debug messages are wanted. */
  readonly isDetailed: boolean;
  readonly isTty: boolean;
  /** Our own stdout and stderr. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}
