import type { WorkerSettings } from '../../../foundation/events/module-settings.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { PlanBehindModule } from './module-launch.ts';

/** The addresses are the module's, whoever wrote them: an app's own `listen()` gets them, too. */
export function publicPlan<Plan extends LaunchPlan>(plan: Plan): Plan {
  return { ...plan, urls: plan.urls.map((url) => ({ ...url, isDefault: false })) };
}

/** What a process is told that serves the public addresses itself. */
export function workerSettings({ module, workingDirectory }: PlanBehindModule): WorkerSettings {
  return { role: 'worker', applicationPath: module.applicationPath.value, physicalPath: workingDirectory.value };
}
