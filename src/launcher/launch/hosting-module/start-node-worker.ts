import { MewsError, mewsError } from '../../../foundation/errors/mews-error.ts';
import type { AppEvent, HostSettings } from '../../../foundation/events/event.ts';
import { isAppNews } from '../../../foundation/events/is-app-news.ts';
import type { ProcessExit } from '../../../foundation/process/start-process.ts';
import { AppProcess } from '../../activation/app-process.ts';
import type { Activator } from '../../activation/activator.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { ModulePlan } from '../../plan/module-plan.ts';
import { bootApp } from '../boot-app.ts';
import { crashError } from '../crash-error.ts';
import { exitCodeOf } from '../exit-code.ts';
import type { LaunchHost } from '../launch-host.ts';
import type { Worker } from './worker.ts';
import { WorkerOutput } from './worker-output.ts';

export interface WorkerStart {
  /** As the worker's process is to see it. */
  readonly plan: LaunchPlan;
  readonly module: ModulePlan;
  readonly host: LaunchHost;
  /** Whose sockets it serves. */
  readonly activator: Activator;
}

/** Starts a process of a Node app, which loads the app at once. Rejects with spawnFailed. */
export async function startNodeWorker({ plan, module, host, activator }: WorkerStart, { output, settings }: { readonly output: string; readonly settings: HostSettings }): Promise<Worker> {
  const written = new WorkerOutput(host, module);
  const { activation, descriptors, silent } = activator.lend();
  const app: { process?: AppProcess } = {};
  const running = await bootApp({
    plan,
    host,
    output,
    descriptors,
    capture: written.capture,
    onEvent: (event, handle) => app.process && activator.hear(app.process, event, handle),
  });
  const process = new AppProcess(running, activation);
  app.process = process;
  written.started(running.pid);
  void running.closed.then(() => written.close());
  let crash: Extract<AppEvent, { type: 'crashed' }> | undefined;
  let startFailure: MewsError | undefined;
  process.onEvent = (event) => {
    if (event.type === 'crashed') crash = event;
    else if (event.type === 'startFailed') startFailure = new MewsError(event.error);
    // Where it listens is between it and us.
    else if (isAppNews(event) && event.type !== 'listening') host.report(event);
  };
  if (silent.length > 0) running.send({ type: 'prepare', descriptors: silent, server: 'unknown' });
  process.launch(settings);
  return {
    process,
    pid: running.pid,
    tail: written.tail,
    logFile: written.logFile,
    crash: () => crash,
    failureOf: (exit) => startFailure ?? failureOf(exit, { crash, mewsRoot: host.mewsRoot }),
    ask: (deadline) => void (running.send({ type: 'shutdown', signal: 'SIGTERM', deadline }) || running.signal('SIGTERM')),
  };
}

function failureOf(exit: ProcessExit, { crash, mewsRoot }: { readonly crash: Extract<AppEvent, { type: 'crashed' }> | undefined; readonly mewsRoot: string }): MewsError | undefined {
  const exitCode = exitCodeOf(exit, undefined);
  if (crash) return crashError(crash, { exitCode, mewsRoot });
  if (exitCode === 0) return undefined;
  return mewsError('appDied', { exitCode, reason: exit.signal ? `it was ended by ${exit.signal}` : 'it said nothing of an error' });
}
