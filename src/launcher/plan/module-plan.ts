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
  /** Where a web.config is, or would be: an absolute path. */
  readonly webConfigPath: string;
}
