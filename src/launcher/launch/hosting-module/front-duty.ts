import type { UpstreamSettings } from '../../../foundation/events/module-settings.ts';
import type { FrontDuty } from './front.ts';
import type { PlanBehindModule } from './module-launch.ts';
import { publicPlan } from './public-plan.ts';
import { isDevelopment } from './slot-options.ts';

interface FrontWish {
  readonly token: string;
  readonly upstreams: readonly UpstreamSettings[];
  /** Default false. */
  readonly isWatched?: boolean;
}

/** What the process in front does for a plan. */
export function frontDuty(plan: PlanBehindModule, { token, upstreams, isWatched = false }: FrontWish): FrontDuty {
  const { applicationPath, requestTimeout } = plan.module;
  return {
    plan: publicPlan(plan),
    settings: {
      role: 'front',
      applicationPath: applicationPath.value,
      token,
      upstreams,
      requestTimeout: requestTimeout.value,
      isDetailed: isDevelopment(plan.environmentName.value),
      isWatched,
    },
  };
}
