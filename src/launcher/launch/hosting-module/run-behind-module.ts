import { Activator } from '../../activation/activator.ts';
import { chooseActivationMode } from '../../activation/choose-mode.ts';
import { RapidFails } from '../../activation/rapid-fails.ts';
import { build } from '../../build/build.ts';
import { parseBindingAddress } from '../../../foundation/addresses/parse-binding-address.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import { buildRequest } from '../build-request.ts';
import { exitCodeOf } from '../exit-code.ts';
import { followApp } from '../follow-app.ts';
import type { LaunchHost } from '../launch-host.ts';
import { readyServer } from '../ready-server.ts';
import { refuseTakenAddresses } from '../refuse-taken-addresses.ts';
import { stopSignal, untilStop } from '../stop-signals.ts';
import { FollowedSettings } from './followed-settings.ts';
import { InProcess } from './in-process.ts';
import type { ModuleContext, ModuleLaunch, PlanBehindModule } from './module-launch.ts';
import { OutOfProcess } from './out-of-process.ts';

/** A launch behind the hosting module. */
export interface LaunchBehindModule {
  readonly plan: PlanBehindModule;
  /** Makes the plan anew, from the settings as they are then. Throws what is wrong with them. */
  readonly replan: () => Promise<LaunchPlan>;
}

/**
 * Builds the app, and has the hosting module wait for the first request; resolves with the exit code when the user has stopped it and
 * nothing is left running. Throws what keeps the module from waiting.
 */
export async function runBehindModule({ plan, replan }: LaunchBehindModule, host: LaunchHost): Promise<number> {
  await refuseTakenAddresses(plan, ['http', 'https']);
  const follower = followApp(plan, host);
  const mode = chooseActivationMode(host.env);
  const activator = new Activator(mode);
  const abandon = new AbortController();
  const context: ModuleContext = {
    plan,
    host,
    activator,
    mode,
    rapidFails: new RapidFails(() => context.plan.module.rapidFailsPerMinute.value),
    built: null,
    onListening: follower.onEvent,
  };
  try {
    await activator.sockets.bind(plan.urls.map(({ value, from }) => parseBindingAddress(value, from)));
    context.built = await buildApp(plan, { host, abandon: abandon.signal, started: follower.started });
    if (host.stop.graceful.aborted) return exitCodeOf({ code: null, signal: null }, stopSignal(host.stop));
    follower.launched();
    await serve(plan.hostingModel.value === 'outofprocess' ? new OutOfProcess(context) : new InProcess(context), { context, replan });
    return follower.ended({ code: null, signal: null });
  } finally {
    abandon.abort();
    activator.close();
  }
}

async function serve(launch: ModuleLaunch, { context, replan }: { readonly context: ModuleContext; readonly replan: LaunchBehindModule['replan'] }): Promise<void> {
  const { host } = context;
  const settings = new FollowedSettings({ context, launch, replan });
  try {
    await settings.begin();
    await launch.open();
    await untilStop(host.stop);
    host.report({ type: 'stopping', signal: stopSignal(host.stop) ?? 'SIGTERM' });
  } finally {
    settings.close();
    await launch.close();
  }
}

async function buildApp(plan: LaunchPlan, { host, abandon, started }: { readonly host: LaunchHost; readonly abandon: AbortSignal; readonly started: Promise<void> }): Promise<ModuleContext['built']> {
  if (plan.executablePath.value !== null) return null;
  const signal = AbortSignal.any([host.stop.graceful, abandon]);
  try {
    const [built, server] = await Promise.all([build(buildRequest(plan, { host, signal, started })), readyServer(plan, { host, signal })]);
    return { built, server };
  } catch (error) {
    if (host.stop.graceful.aborted) return null;
    throw error;
  }
}
