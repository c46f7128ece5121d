import type { LaunchPlan } from '../plan/launch-plan.ts';
import { resolvePlan } from '../plan/resolve-plan.ts';
import { gatherFacts } from './gather-facts.ts';
import type { PlanRequest } from './plan-request.ts';

/** Looks at the project, then decides: the whole of `--dry-run`, and the first half of a launch. Starts nothing. */
export async function makePlan(request: PlanRequest): Promise<LaunchPlan> {
  return resolvePlan(await gatherFacts(request));
}
