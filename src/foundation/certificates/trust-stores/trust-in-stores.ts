import { dirname } from 'node:path';
import { devCertificateLocks } from '../dev-certificate-folder.ts';
import type { DevCertificate } from '../dev-certificate-store.ts';
import { withLock } from '../store-lock.ts';
import { commandFor, isBeyondRights, runSteps, type StoreAccess } from './run-steps.ts';
import { commandText, type TrustStep, type TrustStore } from './trust-store.ts';

/** How things stand in one store. `why` says what stands in the way. */
export interface StoreState {
  readonly name: string;
  readonly place: string;
  readonly isLasting: boolean;
  readonly trusted: boolean;
  readonly why: string;
}

/** Looks into every store. Changes nothing. */
export async function checkStores(certificate: DevCertificate, stores: readonly TrustStore[]): Promise<readonly StoreState[]> {
  const states: StoreState[] = [];
  for (const store of stores) states.push(await stateOf(store, certificate));
  return states;
}

/**
 * Makes the certificate trusted in every store where it is not: says first what that takes, then does it, then looks again.
 * A store that cannot be changed does not keep the others from it.
 */
export function trustInStores(certificate: DevCertificate, stores: readonly TrustStore[], access: StoreAccess): Promise<readonly StoreState[]> {
  const { trust } = devCertificateLocks(dirname(certificate.certificatePath));
  return withLock(trust, () => changeStores(certificate, stores, access));
}

async function changeStores(certificate: DevCertificate, stores: readonly TrustStore[], access: StoreAccess): Promise<readonly StoreState[]> {
  const plans: { store: TrustStore; state: StoreState; steps: readonly TrustStep[] }[] = [];
  for (const store of stores) {
    const state = await stateOf(store, certificate);
    plans.push({ store, state, steps: state.trusted ? [] : await store.stepsToTrust(certificate) });
  }
  announce('To trust the certificate, mews runs:', plans, access);
  const states: StoreState[] = [];
  for (const { store, state, steps } of plans) {
    const problem = await runSteps(steps, access);
    if (problem !== undefined) states.push({ ...state, why: problem });
    // also one without steps of its own may trust it now: Node can have been told to read the system's list
    else states.push(state.trusted ? state : await stateOf(store, certificate));
  }
  return states;
}

/** Removes what mews has put into the stores: says first what that takes, then does it. Resolves with what was left, and why. */
export async function forgetInStores(certificate: DevCertificate | undefined, stores: readonly TrustStore[], access: StoreAccess): Promise<readonly string[]> {
  const plans: { store: TrustStore; steps: readonly TrustStep[] }[] = [];
  for (const store of stores) plans.push({ store, steps: await store.stepsToForget(certificate) });
  announce('To remove the certificate from where it is trusted, mews runs:', plans, access);
  const problems: string[] = [];
  for (const { store, steps } of plans) {
    if (steps.length === 0) continue;
    const problem = (await runSteps(steps, access)) ?? (await stillTrusted(store, certificate));
    if (problem === undefined) access.report({ type: 'note', text: `No longer trusted: ${store.name} (${store.place})` });
    else problems.push(`${store.name} (${store.place}): ${problem}`);
  }
  return problems;
}

async function stillTrusted(store: TrustStore, certificate: DevCertificate | undefined): Promise<string | undefined> {
  return certificate && (await store.check(certificate)).trusted ? 'it is trusted there all the same' : undefined;
}

async function stateOf({ name, place, isLasting, check }: TrustStore, certificate: DevCertificate): Promise<StoreState> {
  const result = await check(certificate);
  return { name, place, isLasting, trusted: result.trusted, why: result.trusted ? '' : result.why };
}

function announce(introduction: string, plans: readonly { readonly store: TrustStore; readonly steps: readonly TrustStep[] }[], access: StoreAccess): void {
  const lines = plans.flatMap(({ steps }) => (isBeyondRights(steps, access) ? [] : steps).map((step) => `  ${commandText(commandFor(step, access))}`));
  if (lines.length > 0) access.report({ type: 'note', text: [introduction, ...lines].join('\n') });
}
