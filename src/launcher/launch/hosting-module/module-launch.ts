import type { AppEvent } from '../../../foundation/events/event.ts';
import type { ModuleAnswer } from '../../../foundation/events/module-settings.ts';
import type { ActivationMode } from '../../../foundation/events/activation.ts';
import type { Activator } from '../../activation/activator.ts';
import type { RapidFails } from '../../activation/rapid-fails.ts';
import type { BuildResult } from '../../build/build-request.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { ModulePlan } from '../../plan/module-plan.ts';
import type { LaunchHost } from '../launch-host.ts';
import type { ReadyServer } from '../ready-server.ts';

/** A plan with a hosting model. */
export type PlanBehindModule = LaunchPlan & { readonly module: ModulePlan };

/** What is common to the two hosting models. */
export interface ModuleContext {
  /** As the settings are now. */
  plan: PlanBehindModule;
  readonly host: LaunchHost;
  /** Of the public sockets, which are bound. */
  readonly activator: Activator;
  readonly mode: ActivationMode;
  readonly rapidFails: RapidFails;
  /** null for a program, which is run as it is. */
  built: { readonly built: BuildResult; readonly server: ReadyServer } | null;
  readonly onListening: (event: Extract<AppEvent, { type: 'listening' }>) => void;
}

/** An app behind the module, in one of the hosting models. */
export interface ModuleLaunch {
  /** Requests may come. Rejects with what keeps them from it. */
  open(): Promise<void>;
  /** Instead of the app `answer` is given from now on; undefined: the app again. */
  standIn(answer: ModuleAnswer | undefined): Promise<void>;
  /** The settings have changed. No request is lost. */
  recycle(): Promise<void>;
  /** Everything ends, what is in flight first. */
  close(): Promise<void>;
}

export function hasModule(plan: LaunchPlan): plan is PlanBehindModule {
  return plan.module !== null;
}
