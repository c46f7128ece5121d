import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { LaunchPlan, Reasoned } from '../plan/launch-plan.ts';
import { pathKind } from '../project/path-kind.ts';

/** Refuses, before anything is built or started, what is known not to work. */
export function refuseWhatCannotStart(plan: LaunchPlan): void {
  refuseUnavailable(plan);
  refuseMissingFolder(plan.workingDirectory);
  refuseUnreadableAddresses(plan);
}

function refuseUnavailable({ server, reverseProxy }: LaunchPlan): void {
  const wanted: readonly (readonly [string | false | null, Reasoned<unknown>])[] = [
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
