import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import type { BindingAddress } from '../../foundation/addresses/binding-address.ts';
import { Activator } from '../activation/activator.ts';
import { chooseActivationMode } from '../activation/choose-mode.ts';
import { announce } from '../launch/announce.ts';
import { exitCodeOf } from '../launch/exit-code.ts';
import { makePlan } from '../launch/make-plan.ts';
import type { PlanRequest } from '../launch/plan-request.ts';
import { refuseWhatCannotStart } from '../launch/preflight.ts';
import { refuseTakenAddresses } from '../launch/refuse-taken-addresses.ts';
import { stopSignal } from '../launch/stop-signals.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { Builder } from './builder.ts';
import { Firsts } from './firsts.ts';
import { FollowedProject } from './followed-project.ts';
import { Stage } from './stage.ts';
import { Standby } from './standby.ts';
import { StatusHost } from './status-host.ts';
import type { WatchHost } from './watch-host.ts';
import { WatchLoop } from './watch-loop.ts';

/** Milliseconds that requests in flight, event streams and WebSockets have on a version that makes way. */
const DRAIN_TIMEOUT = 10_000;

/**
 * `mews watch`: the public sockets are ours, and one version of the app after the other has their connections. Resolves with the
 * exit code when the user has stopped it and nothing is left running; throws what kept it from beginning.
 */
export async function watch(request: PlanRequest, host: WatchHost): Promise<number> {
  const plan = await makePlan(request);
  refuseWhatCannotStart(plan);
  announce(plan, host);
  await refuseTakenAddresses(plan, ['http', 'https']);

  const activator = new Activator(chooseActivationMode(host.env));
  const statusHost = new StatusHost(activator, host);
  const stage = new Stage({ activator, statusHost, host, drainTimeout: DRAIN_TIMEOUT });
  const standby = new Standby({ activator, host });
  const builder = new Builder(host);
  const project = new FollowedProject(plan, { host, onCause: (cause) => loop.want(cause), onRefresh: (message) => stage.refresh(message) });
  const loop = new WatchLoop(plan, {
    host,
    stage,
    standby,
    builder,
    firsts: new Firsts(host),
    replan: () => replan(request, { host, activator }),
    onSettled: (built) => project.follow({ plan: loop.plan, built, filesRead: loop.running?.filesRead ?? new Set(), hasFailed: loop.hasFailed }),
  });
  host.onWish((wish) => {
    if (wish === 'restart') loop.want({ action: 'restart', files: [], reason: 'restart requested' });
  });

  try {
    await activator.sockets.bind(writtenAddresses(plan));
    await loop.run();
    host.report({ type: 'stopping', signal: stopSignal(host.stop) ?? 'SIGTERM' });
  } finally {
    builder.close();
    await Promise.all([project.close(), standby.discard(), stage.close()]);
  }
  return exitCodeOf({ code: null, signal: null }, stopSignal(host.stop));
}

/** The plan as the files are now; its public sockets are bound before anything of it is started. */
async function replan(request: PlanRequest, { host, activator }: { readonly host: WatchHost; readonly activator: Activator }): Promise<LaunchPlan> {
  const plan = await makePlan(request);
  refuseWhatCannotStart(plan);
  for (const text of plan.warnings) host.report({ type: 'warning', text });
  await activator.sockets.bind(writtenAddresses(plan));
  return plan;
}

/** Nobody waits at an address that nobody wrote down, and the app may have one of its own: it is bound when it is asked for. */
function writtenAddresses({ urls, listen }: LaunchPlan): BindingAddress[] {
  if (listen.value === 'app') return [];
  return urls.filter(({ isDefault }) => !isDefault).map(({ value, from }) => parseBindingAddress(value, from));
}
