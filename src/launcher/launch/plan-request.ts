import type { LaunchOptions } from '../plan/launch-options.ts';

/** What a plan is made from: the command line, and the world it was typed in. */
export interface PlanRequest {
  readonly options: LaunchOptions;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly mewsRoot: string;
}
