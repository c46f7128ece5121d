import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { LaunchPlan, Reasoned } from '../plan/launch-plan.ts';
import { pathKind } from '../project/path-kind.ts';

/** Refuses, before anything is built or started, what is known not to work. */
export function refuseWhatCannotStart(plan: LaunchPlan): void {
  refuseUnavailable(plan);
  refuseUnfit(plan);
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

/** What no hosting model can do, or this one cannot. */
function refuseUnfit({ hostingModel, module, executablePath, server, serverModule, listen }: LaunchPlan): void {
  const model = hostingModel.value;
  if (model === null || module === null) return;
  const { processesPerApplication: processes } = module;
  const isInProcess = model === 'inprocess';
  if (isInProcess && executablePath.value !== null) throw mewsError('inProcessProgram', { executable: executablePath.value });
  const unfit: readonly (readonly [boolean, string, Reasoned<unknown>, string])[] = [
    [isInProcess && (serverModule !== null || server.value !== 'kestrel'), `The server '${server.value}'`, server, 'in-process, the server is the module\'s own'],
    [listen.value !== 'profile', `"listen": "${listen.value}"`, listen, 'the module decides where an app listens'],
    [isInProcess && processes.value > 1, `processesPerApplication ${processes.value}`, processes, 'in-process there is one process of the app, which has the addresses'],
  ];
  for (const [isUnfit, what, { from }, why] of unfit) if (isUnfit) throw mewsError('unfitForModule', { what, from, model, why });
}

function refuseMissingFolder({ value, from }: Reasoned<string>): void {
  if (pathKind(value) !== 'folder') throw mewsError('workingDirectoryNotFound', { directory: value, from });
}

/** A plan may have such addresses of a default profile, as warnings. */
function refuseUnreadableAddresses({ urls }: LaunchPlan): void {
  for (const { value, from } of urls) parseBindingAddress(value, from);
}
