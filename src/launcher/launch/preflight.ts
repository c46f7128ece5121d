import type { BindingAddress } from '../../foundation/addresses/binding-address.ts';
import { formatBindingAddress } from '../../foundation/addresses/bound-address.ts';
import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { describePortHolder } from '../../foundation/process/port-holder.ts';
import type { LaunchPlan, Reasoned } from '../plan/launch-plan.ts';
import { pathKind } from '../project/path-kind.ts';
import { isTaken } from './is-taken.ts';

/** Refuses, before anything is built or started, what is known not to work. */
export async function refuseWhatCannotStart(plan: LaunchPlan): Promise<void> {
  refuseUnavailable(plan);
  refuseMissingFolder(plan.workingDirectory);
  refuseUnreadableAddresses(plan);
  if (plan.executablePath.value === null) refuseWithoutHttp(plan);
  await refuseTakenPorts(plan);
}

function refuseUnavailable({ hostingModel, server, reverseProxy }: LaunchPlan): void {
  const wanted: readonly (readonly [string | false | null, Reasoned<unknown>])[] = [
    [hostingModel.value && `The hosting model '${hostingModel.value}'`, hostingModel],
    [server.value === 'httpsys' && `The server 'httpsys'`, server],
    [reverseProxy.value !== 'none' && `The reverse proxy '${reverseProxy.value}'`, reverseProxy],
  ];
  for (const [what, { from }] of wanted) {
    if (what) throw mewsError('notAvailable', { what, from });
  }
}

function refuseMissingFolder({ value, from }: Reasoned<string>): void {
  if (pathKind(value) !== 'folder') throw mewsError('workingDirectoryNotFound', { directory: value, from });
}

/** A plan may have such addresses of a default profile, as warnings. */
function refuseUnreadableAddresses({ urls }: LaunchPlan): void {
  for (const { value, from } of urls) parseBindingAddress(value, from);
}

function refuseWithoutHttp({ urls }: LaunchPlan): void {
  if (!urls.some(({ value, from }) => parseBindingAddress(value, from).scheme === 'http')) {
    throw mewsError('noHttpAddress', { urls: urls.map(({ value }) => value).join(';') });
  }
}

/** An address somebody wrote down that is taken: better said now, with its holder, than after a build. */
async function refuseTakenPorts({ urls, listen }: LaunchPlan): Promise<void> {
  if (listen.value === 'app') return;
  for (const { value, from, isDefault } of urls) {
    const address = parseBindingAddress(value, from);
    if (isDefault || address.scheme !== 'http') continue;
    if (address.kind === 'unix') await refuseTakenSocket(address);
    else if (address.port !== 0 && (await isTaken(address))) throw mewsError('addressInUse', { address: value, holder: describePortHolder(address.port) });
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
