import type { BindingAddress } from '../../foundation/addresses/binding-address.ts';
import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import type { ActivationMode } from '../../foundation/events/activation.ts';
import { chooseActivationMode } from '../activation/choose-mode.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { decideListening, type ExecutableListening } from '../launch/executable-listening.ts';
import type { WatchHost } from './watch-host.ts';

/** How a program gets its connections; nothing for a Node app, which takes them as they come. */
export function listeningOf(plan: LaunchPlan): ExecutableListening['kind'] | undefined {
  return plan.executablePath.value === null ? undefined : decideListening(plan, 0).kind;
}

/** A relay needs connections that are accepted here. */
export function activationModeOf(plan: LaunchPlan, { env }: Pick<WatchHost, 'env'>): ActivationMode {
  return listeningOf(plan) === 'relayed' ? 'handover' : chooseActivationMode(env);
}

/**
 * The addresses whose sockets are bound beforehand. Nobody waits at one that nobody wrote down, and the app may have one of
 * its own: it is bound when it is asked for.
 */
export function publicAddresses(plan: LaunchPlan): BindingAddress[] {
  if (plan.listen.value === 'app' || listeningOf(plan) === 'own') return [];
  return plan.urls.filter(({ isDefault }) => !isDefault).map(({ value, from }) => parseBindingAddress(value, from));
}
