import type { LaunchPlan } from '../plan/launch-plan.ts';
import { announce } from './announce.ts';
import type { LaunchHost } from './launch-host.ts';
import { refuseWhatCannotStart } from './preflight.ts';
import { runApp } from './run-app.ts';
import { runExecutable } from './run-executable.ts';

export interface Launch {
  readonly plan: LaunchPlan;
  /** Makes the plan anew, from the files as they are then. Throws what is wrong with them. */
  readonly replan: () => Promise<LaunchPlan>;
}

/**
 * Carries out a plan: check → build → start → listening → browser → wait → stop. Resolves with the exit code when the app
 * has ended and nothing of it is left running; throws a MewsError when it could not be started.
 */
export async function launch({ plan, replan }: Launch, host: LaunchHost): Promise<number> {
  const started = start({ plan, replan }, host);
  // Said while the process boots: the first word costs milliseconds.
  announce(plan, host);
  return started;
}

async function start({ plan, replan }: Launch, host: LaunchHost): Promise<number> {
  refuseWhatCannotStart(plan);
  if (plan.module !== null) {
    const { runBehindModule } = await import('./hosting-module/run-behind-module.ts');
    return runBehindModule({ plan: { ...plan, module: plan.module }, replan }, host);
  }
  return plan.executablePath.value === null ? runApp(plan, host) : runExecutable(plan, plan.executablePath.value, host);
}
