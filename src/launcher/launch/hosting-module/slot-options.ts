import type { Activator } from '../../activation/activator.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import { AnswerHost } from './answer-host.ts';
import { configuredPort } from './choose-port.ts';
import { failureAnswer } from './module-failure.ts';
import type { ModuleContext } from './module-launch.ts';
import type { SlotOptions } from './slot.ts';

/** What the slots of both models have in common. `plan`: its addresses are those of the slot's sockets. */
export function slotOptions(context: ModuleContext, { activator, plan }: { readonly activator: Activator; readonly plan: () => LaunchPlan }): Omit<SlotOptions, 'start' | 'onChange'> {
  const { host, rapidFails } = context;
  return {
    host,
    activator,
    rapidFails,
    answers: new AnswerHost({ plan, host, activator }),
    limits: () => {
      const { startupTimeLimit, shutdownTimeLimit, shutdownDelay, idleTimeout } = context.plan.module;
      // A breakpoint in start-up code takes its time.
      const isDebugged = context.plan.inspect.value !== null;
      return { startupTimeLimit: isDebugged ? Number.POSITIVE_INFINITY : startupTimeLimit.value, shutdownTimeLimit: shutdownTimeLimit.value, shutdownDelay: shutdownDelay.value, idleTimeout: idleTimeout.value, isExclusive: isExclusive(context) };
    },
    answerFor: (failure) => failureAnswer(failure, failureContext(context)),
  };
}

export function failureContext({ plan: { module, hostingModel, environmentName } }: Pick<ModuleContext, 'plan'>): Parameters<typeof failureAnswer>[1] {
  return {
    hostingModel: hostingModel.value ?? 'inprocess',
    rapidFailsPerMinute: module.rapidFailsPerMinute.value,
    isDetailed: isDevelopment(environmentName.value) && !module.disableStartUpErrorPage.value,
  };
}

export function isDevelopment(environment: string): boolean {
  return environment.toLowerCase() === 'development';
}

/** The next process needs what the one before has: somebody says so, or it is the configured port of a program. */
function isExclusive({ plan, host, built }: ModuleContext): boolean {
  return plan.swap.value === 'sequential' || (built === null && Boolean(configuredPort(plan, host.env)));
}
