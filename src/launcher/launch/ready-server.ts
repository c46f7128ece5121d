import { basename, extname, relative, sep } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { MewsEvent } from '../../foundation/events/event.ts';
import type { BuildRequest } from '../build/build-request.ts';
import { build } from '../build/build.ts';
import { planBuild } from '../build/plan-build.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchHost } from './launch-host.ts';

/** The server as the app process loads it: a known name, or the path of a module that Node can run. */
export interface ReadyServer {
  readonly server: string;
  /** The module is not bundled and may import `mews`. */
  readonly resolveMews: boolean;
}

/**
 * Builds the module of a custom server, if it needs that, beside the app's own build in dist/<Configuration>.
 * Its types are checked with the project's. Throws what a build throws; serverModuleFailed.
 */
export async function readyServer(plan: LaunchPlan, { host, signal }: { readonly host: LaunchHost; readonly signal: AbortSignal }): Promise<ReadyServer> {
  const entry = plan.serverModule;
  if (entry === null) return { server: plan.server.value, resolveMews: false };
  if (entry.split(sep).includes('node_modules')) return { server: entry, resolveMews: true };
  const request: BuildRequest = {
    root: plan.projectRoot,
    kind: 'file',
    entry,
    configuration: plan.configuration.value,
    mewsRoot: host.mewsRoot,
    typecheck: 'off',
    noBuild: plan.build.noBuild,
    env: host.env,
    report: (event) => reportTrouble(event, host),
    signal,
  };
  const foreseen = planBuild(request);
  if (foreseen.kind === 'bundle') refuseSameName(plan, entry);
  const { outputEntry, usesMewsFramework } = await build(request, foreseen);
  return { server: outputEntry, resolveMews: foreseen.kind === 'source' && usesMewsFramework };
}

/** One "Build succeeded" is enough. */
function reportTrouble(event: MewsEvent, { report }: LaunchHost): void {
  if (event.type !== 'buildStarted' && event.type !== 'buildSucceeded') report(event);
}

function refuseSameName({ entry, projectRoot }: LaunchPlan, module: string): void {
  if (entry.value === null || stem(entry.value) !== stem(module)) return;
  const reason = `its build would have the name of the build of ${relative(projectRoot, entry.value)}; rename one of the two`;
  throw mewsError('serverModuleFailed', { module: relative(projectRoot, module), reason });
}

function stem(file: string): string {
  return basename(file, extname(file));
}
