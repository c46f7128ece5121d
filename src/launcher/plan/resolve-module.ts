import { resolve } from 'node:path';
import type { LaunchFacts } from './launch-facts.ts';
import type { ModulePlan } from './module-plan.ts';

export function resolveModule({ project }: LaunchFacts): ModulePlan {
  const by = <T>(value: T) => ({ value, from: 'default' });
  return {
    startupTimeLimit: by(120_000), shutdownTimeLimit: by(10_000), requestTimeout: by(120_000), idleTimeout: by(0), shutdownDelay: by(0), rapidFailsPerMinute: by(10),
    processesPerApplication: by(1), stdoutLogEnabled: by(false), stdoutLogFile: by(resolve(project.root, 'aspnetcore-stdout')), disableStartUpErrorPage: by(false), applicationPath: by('/'),
    webConfigPath: resolve(project.root, 'web.config'),
  };
}
