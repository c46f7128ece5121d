import type { Reasoned } from './reasoned.ts';

/** How the hosting module treats the app. Times are in milliseconds. */
export interface ModulePlan {
  readonly startupTimeLimit: Reasoned<number>;
  readonly shutdownTimeLimit: Reasoned<number>;
  readonly requestTimeout: Reasoned<number>;
  /** 0: never. */
  readonly idleTimeout: Reasoned<number>;
  readonly shutdownDelay: Reasoned<number>;
  readonly rapidFailsPerMinute: Reasoned<number>;
  readonly processesPerApplication: Reasoned<number>;
  readonly stdoutLogEnabled: Reasoned<boolean>;
  /** Absolute path, without its suffix. */
  readonly stdoutLogFile: Reasoned<string>;
  readonly disableStartUpErrorPage: Reasoned<boolean>;
  readonly applicationPath: Reasoned<string>;
  /** The web.config that says something of the module: an absolute path; null without one. */
  readonly webConfig: string | null;
  /** Where a web.config is, or would be: an absolute path. */
  readonly webConfigPath: string;
}
