import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchHost } from './launch-host.ts';

/** What a person should know of a plan that is about to be carried out. */
export function announce({ profile, details, warnings }: LaunchPlan, { report }: Pick<LaunchHost, 'report'>): void {
  if (profile) report({ type: 'launchSettingsUsed', file: profile.source, profile: profile.name });
  for (const text of details) report({ type: 'detail', text });
  for (const text of warnings) report({ type: 'warning', text });
}
