import type { RunningProcess } from '../../../foundation/process/start-process.ts';
import type { ModulePlan } from '../../plan/module-plan.ts';
import type { Capture } from '../capture.ts';
import type { LaunchHost } from '../launch-host.ts';
import { OutputTail } from './output-tail.ts';
import { StdoutLog, stdoutLogFile } from './stdout-log.ts';

/** What becomes of the output of a process of the app: ours, or events; its end is remembered, and all of it is logged where a log is wanted. */
export class WorkerOutput {
  readonly tail = new OutputTail();
  readonly capture: Capture;
  #file: string | null = null;
  #log: StdoutLog | undefined;
  /** Until the number of the process is known, which its log is named by. */
  #early = '';
  readonly #host: LaunchHost;
  readonly #path: string;
  readonly #isLogged: boolean;

  constructor(host: LaunchHost, { stdoutLogEnabled, stdoutLogFile: path }: ModulePlan) {
    this.#host = host;
    this.#path = path.value;
    this.#isLogged = stdoutLogEnabled.value;
    const pass = (stream: 'stdout' | 'stderr', text: string): void => {
      if (host.captureOutput) host.report({ type: 'output', stream, text });
      else host[stream === 'stdout' ? 'out' : 'err'](text);
    };
    this.capture = {
      captured: this.#isLogged || host.captureOutput ? ['stdout', 'stderr'] : ['stderr'],
      onOutput: (stream, text) => {
        if (stream === 'stderr') this.tail.add(text);
        if (this.#log) this.#log.write(text);
        else if (this.#isLogged) this.#early += text;
        pass(stream, text);
      },
    };
  }

  /** Absolute path of the log; null without one. */
  get logFile(): string | null {
    return this.#file;
  }

  /** The process runs, and has a log until its output ends; one that cannot be written is warned of. */
  follow({ pid, closed }: RunningProcess): void {
    if (!this.#isLogged) return;
    void closed.then(() => this.#log?.close());
    this.#file = stdoutLogFile(this.#path, { at: new Date(), pid });
    this.#log = new StdoutLog(this.#file, (reason) => this.#host.report({ type: 'warning', text: `The log of the app cannot be written: ${reason}.` }));
    this.#log.write(this.#early);
    this.#early = '';
  }
}
