import type { StopSignals } from '../launch/stop-signals.ts';
import type { Keyboard } from './keyboard.ts';

/** What a command may touch of the world: handed in by the door. */
export interface CommandContext {
  readonly version: string;
  /** The package folder of this running mews: its shared framework and types. */
  readonly mewsRoot: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stop: StopSignals;
  /** Standard output: plans, lists and, with `--format json`, events. */
  readonly out: (text: string) => void;
  /** Standard error: the tool's own words. */
  readonly err: (text: string) => void;
  readonly isTty: boolean;
  /** Left out where there is no terminal to read keys from. */
  readonly keyboard?: Keyboard;
  /** Set by the command that ran. */
  readonly exitCode: { value: number };
}
