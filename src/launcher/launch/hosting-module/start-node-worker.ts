import type { AppNews, HostSettings } from '../../../foundation/events/event.ts';
import { isAppNews } from '../../../foundation/events/is-app-news.ts';
import type { Activator } from '../../activation/activator.ts';
import { startAppProcess } from '../../activation/start-app-process.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { ModulePlan } from '../../plan/module-plan.ts';
import { bootApp } from '../boot-app.ts';
import { HeardOfApp } from '../heard-of-app.ts';
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

/** What it dies of is told with its end. */
const UNTOLD: ReadonlySet<AppNews['type']> = new Set<AppNews['type']>(['listening', 'crashed', 'startFailed']);

/** Starts a process of a Node app, which loads the app at once. Rejects with spawnFailed. */
export async function startNodeWorker({ plan, module, host, activator }: WorkerStart, { output, settings }: { readonly output: string; readonly settings: HostSettings }): Promise<Worker> {
  const written = new WorkerOutput(host, module);
  const { process, silent } = await startAppProcess(activator, (inherited) => bootApp({ plan, host, output, capture: written.capture, ...inherited }));
  const { running } = process;
  written.follow(running);
  const heard = new HeardOfApp(host.mewsRoot);
  process.onEvent = (event) => {
    heard.hear(event);
    // Where it listens is between it and us.
    if (isAppNews(event) && !UNTOLD.has(event.type)) host.report(event);
  };
  if (silent.length > 0) running.send({ type: 'prepare', descriptors: silent, server: 'unknown' });
  process.launch(settings);
  return {
    process,
    pid: running.pid,
    tail: written.tail,
    logFile: written.logFile,
    crash: () => heard.crash,
    failureOf: (exit) => heard.failureOf(exit),
    ask: (deadline) => void (running.send({ type: 'shutdown', signal: 'SIGTERM', deadline }) || running.signal('SIGTERM')),
  };
}
