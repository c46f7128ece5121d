import type { BindingAddress } from '../../foundation/addresses/binding-address.ts';
import { formatBindingAddress } from '../../foundation/addresses/bound-address.ts';
import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { describePortHolder } from '../../foundation/process/port-holder.ts';
import { isPortTaken } from '../../foundation/transport/probe-port.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';

/** An address somebody wrote down that is taken: better said before the app runs, with its holder, than by the app. Throws addressInUse. */
export async function refuseTakenAddresses({ urls, listen }: Pick<LaunchPlan, 'urls' | 'listen'>, schemes: readonly BindingAddress['scheme'][] = ['http']): Promise<void> {
  if (listen.value === 'app') return;
  for (const { value, from, isDefault } of urls) {
    const address = parseBindingAddress(value, from);
    // Unless we bind them: an app that listens by itself with http leaves its https addresses out; a server tells of a taken one itself.
    if (isDefault || !schemes.includes(address.scheme)) continue;
    if (address.kind === 'unix') await refuseTakenSocket(address);
    else if (address.port !== 0 && (await isPortTaken(address))) throw mewsError('addressInUse', { address: value, holder: describePortHolder(address.port) });
  }
}

async function refuseTakenSocket(address: BindingAddress): Promise<void> {
  const { makeRoomForSocket } = await import('../../foundation/transport/bind-unix-socket.ts');
  const { listenFailure } = await import('../../foundation/transport/listen-failure.ts');
  try {
    await makeRoomForSocket(address.host);
  } catch (error) {
    throw await listenFailure(error, formatBindingAddress(address));
  }
}
