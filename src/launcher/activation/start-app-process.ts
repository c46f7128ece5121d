import type { ProcessStart, RunningProcess } from '../../foundation/process/start-process.ts';
import type { Activator } from './activator.ts';
import { AppProcess } from './app-process.ts';

/** What every process under activation is started with. */
export type UnderActivation = Required<Pick<ProcessStart, 'descriptors' | 'onEvent'>>;

export interface StartedAppProcess {
  readonly process: AppProcess;
  /** Its descriptors on which the kernel is to begin to keep connections waiting: for the command `prepare`. */
  readonly silent: readonly number[];
}

/** Starts a process that takes its sockets from `activator`, and has that hear what it says. Rejects with what `start` rejects with. */
export async function startAppProcess(activator: Activator, start: (inherited: UnderActivation) => Promise<RunningProcess>): Promise<StartedAppProcess> {
  const { activation, descriptors, silent } = activator.lend();
  const app: { process?: AppProcess } = {};
  const running = await start({ descriptors, onEvent: (event, handle) => app.process && activator.hear(app.process, event, handle) });
  const process = new AppProcess(running, activation);
  app.process = process;
  return { process, silent };
}
