import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchHost } from './launch-host.ts';

/** The environment of the app: the shell's, and over it what the plan decided. */
export function processEnvironment({ environment }: LaunchPlan, { env }: Pick<LaunchHost, 'env'>): Record<string, string | undefined> {
  return { ...env, ...Object.fromEntries([...environment].map(([name, { value }]) => [name, value])) };
}
