import { announce } from '../launch/announce.ts';
import { exitCodeOf } from '../launch/exit-code.ts';
import { makePlan } from '../launch/make-plan.ts';
import { openPage } from '../launch/open-browser.ts';
import type { PlanRequest } from '../launch/plan-request.ts';
import { refuseWhatCannotStart } from '../launch/preflight.ts';
import { refuseTakenAddresses } from '../launch/refuse-taken-addresses.ts';
import { stopSignal } from '../launch/stop-signals.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { beginBacklog } from './begin-backlog.ts';
import { Builder } from './builder.ts';
import { Firsts } from './firsts.ts';
import { FollowedProject } from './followed-project.ts';
import { listeningOf } from './public-addresses.ts';
import { Stage } from './stage.ts';
import { Starter } from './starter.ts';
import { StatusHost } from './status-host.ts';
import type { WatchHost } from './watch-host.ts';
import { readWatchLimits } from './watch-limits.ts';
import { WatchLoop } from './watch-loop.ts';
import { WatchedHosting } from './watched-hosting.ts';

const NONE: ReadonlySet<string> = new Set();

/**
 * `mews watch`: the public sockets are ours, and one version of the app after the other has their connections. Resolves with the
 * exit code when the user has stopped it and nothing is left running; throws what kept it from beginning.
 */
export async function watch(request: PlanRequest, host: WatchHost): Promise<number> {
  const limits = readWatchLimits(host.env);
  const plan = await makePlan(request);
  refuseWhatCannotStart(plan);
  announce(plan, host);
  await refuseTakenAddresses(plan, ['http', 'https']);

  const hosting = new WatchedHosting(plan, host);
  const { activator } = hosting;
  const statusHost = new StatusHost(activator, host);
  const stage = new Stage({ activator, statusHost, host, drainTimeout: limits.drainTimeout });
  const starter = new Starter(activator, host);
  activator.onSocketsChanged = () => void starter.renew();
  const builder = new Builder(host);
  const firsts = new Firsts(host, () => hosting.addresses);
  const project = new FollowedProject({ host, onCause: (cause) => loop.want(cause), onRefresh: (message) => stage.refresh(message) });
  const loop = new WatchLoop(plan, {
    host,
    hosting,
    stage,
    starter,
    builder,
    firsts,
    limits,
    replan: () => replan(request, { host, hosting, starter }),
    onSettled: (built) => project.follow({ plan: loop.plan, built, builtSince: builder.since, filesRead: loop.running?.process.filesRead ?? NONE, filesWritten: loop.running?.process.filesWritten ?? NONE, hasFailed: loop.hasFailed }),
  });
  host.onWish((wish) => {
    const addresses = hosting.addresses ?? loop.running?.addresses ?? [];
    if (wish === 'restart') loop.want({ action: 'restart', files: [], reason: 'restart requested' });
    else if (wish === 'open') void openPage(loop.plan, { host, addresses });
    else if (addresses.length > 0) host.report({ type: 'listening', addresses, by: 'server' });
  });

  try {
    await bindSockets(plan, { host, hosting });
    await starter.debugging.prepare(plan);
    await loop.run();
    host.report({ type: 'stopping', signal: stopSignal(host.stop) ?? 'SIGTERM' });
  } finally {
    loop.close();
    firsts.close();
    // An app that is paused hears nothing.
    await starter.debugging.close();
    await hosting.close();
    await Promise.all([builder.close(), project.close(), starter.close(), stage.close(loop.running?.process)]);
  }
  return exitCodeOf({ code: null, signal: null }, stopSignal(host.stop));
}

/** The plan as the files are now; its public sockets are bound before anything of it is started. */
async function replan(request: PlanRequest, { host, hosting, starter }: { readonly host: WatchHost; readonly hosting: WatchedHosting; readonly starter: Starter }): Promise<LaunchPlan> {
  const plan = await makePlan(request);
  refuseWhatCannotStart(plan);
  for (const text of plan.warnings) host.report({ type: 'warning', text });
  await bindSockets(plan, { host, hosting });
  await starter.debugging.prepare(plan);
  return plan;
}

async function bindSockets(plan: LaunchPlan, { host, hosting }: { readonly host: WatchHost; readonly hosting: WatchedHosting }): Promise<void> {
  await hosting.bind(plan);
  if (listeningOf(plan) === 'inherited') await beginBacklog(hosting.activator, host);
}
