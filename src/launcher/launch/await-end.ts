import { endGroup, stopProcess } from '../../foundation/process/stop-process.ts';
import type { ProcessExit, RunningProcess } from '../../foundation/process/start-process.ts';
import type { LaunchHost } from './launch-host.ts';
import { stopSignal, type StopSignal, untilStop } from './stop-signals.ts';

export interface EndContext {
  readonly host: Pick<LaunchHost, 'stop' | 'report'>;
  /** Asks the process to stop, in the words it understands. */
  readonly ask: (signal: StopSignal) => void;
}

/** Waits until the app ends by itself or the user stops it; afterwards nothing of its process group is left. */
export async function awaitEnd(app: RunningProcess, { host: { stop, report }, ask }: EndContext): Promise<ProcessExit> {
  const exit = await Promise.race([app.exited, untilStop(stop)]);
  if (exit) {
    await endGroup(app);
    return exit;
  }
  const signal = stopSignal(stop) ?? 'SIGTERM';
  report({ type: 'stopping', signal });
  return stopProcess(app, { ask: () => ask(signal), now: stop.now });
}
