import { build } from '../build/build.ts';
import type { BuildResult } from '../build/build-request.ts';
import type { RunningProcess } from '../../foundation/process/start-process.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { awaitEnd } from './await-end.ts';
import { bootApp } from './boot-app.ts';
import { buildRequest } from './build-request.ts';
import { followApp } from './follow-app.ts';
import { exitCodeOf } from './exit-code.ts';
import { hostSettings } from './host-settings.ts';
import type { LaunchHost } from './launch-host.ts';
import { refuseTakenAddresses } from './refuse-taken-addresses.ts';
import { readyServer, type ReadyServer } from './ready-server.ts';
import { stopSignal, type StopSignal } from './stop-signals.ts';

/**
 * Runs a Node app. Its process boots while the build runs and waits, before it has loaded anything of the app, for the word
 * to go on: the two slow things of a start happen at once, and a failed build never runs code.
 */
export async function runApp(plan: LaunchPlan, host: LaunchHost): Promise<number> {
  const follower = followApp(plan, host);
  const standby = await bootApp({ plan, host, onEvent: follower.onEvent, output: plan.build.output ?? '' });
  const abandon = new AbortController();
  const signal = AbortSignal.any([host.stop.graceful, abandon.signal]);
  try {
    const ready = await buildApp(plan, { host, signal, standby, started: follower.started });
    if (!ready) return exitCodeOf({ code: null, signal: null }, stopSignal(host.stop));
    const { built, server } = ready;
    const app = built.outputEntry === plan.build.output ? standby : await replaceStandby(standby, { plan, host, onEvent: follower.onEvent, output: built.outputEntry });
    follower.launched();
    app.send({ type: 'launch', settings: hostSettings({ plan, built, server, isDetailed: host.isDetailed }) });
    const exit = await awaitEnd(app, { host, ask: (stop) => askToStop(app, stop) });
    const exitCode = follower.ended(exit);
    if (!stopSignal(host.stop)) await built.typecheck;
    return exitCode;
  } finally {
    abandon.abort();
  }
}

/** An app that has closed the channel is asked as the terminal would. */
function askToStop(app: RunningProcess, signal: StopSignal): void {
  if (!app.send({ type: 'shutdown', signal })) app.signal(signal);
}

interface BuildContext {
  readonly host: LaunchHost;
  readonly signal: AbortSignal;
  readonly standby: RunningProcess;
  readonly started: Promise<void>;
}

interface ReadyApp {
  readonly built: BuildResult;
  readonly server: ReadyServer;
}

/** The build, or nothing when the user stopped it. Whatever keeps the app from starting ends the waiting process. */
async function buildApp(plan: LaunchPlan, { host, signal, standby, started }: BuildContext): Promise<ReadyApp | undefined> {
  try {
    // The process boots meanwhile; a build for an address that cannot be had would say that all is well.
    await refuseTakenAddresses(plan);
    const [built, server] = await Promise.all([build(buildRequest(plan, { host, signal, started })), readyServer(plan, { host, signal })]);
    if (!host.stop.graceful.aborted) return { built, server };
  } catch (error) {
    if (!host.stop.graceful.aborted) {
      await discard(standby);
      throw error;
    }
  }
  await discard(standby);
  return undefined;
}

/** The build chose another output than the plan foresaw (a module format): the process that waits knows the wrong file. */
async function replaceStandby(standby: RunningProcess, boot: Parameters<typeof bootApp>[0]): Promise<RunningProcess> {
  await discard(standby);
  return bootApp(boot);
}

async function discard(standby: RunningProcess): Promise<void> {
  standby.signal('SIGKILL');
  await standby.exited;
}
