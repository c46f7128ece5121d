import type { ModuleAnswer } from '../../../foundation/events/module-settings.ts';
import type { AppProcess } from '../../activation/app-process.ts';
import type { Activator } from '../../activation/activator.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import type { LaunchHost } from '../launch-host.ts';
import { withTimers } from '../with-timers.ts';
import { endWithoutApp, settingsWithoutApp, startWithoutApp } from '../start-without-app.ts';

/** Milliseconds for answers that are on their way. */
const DRAIN = 1000;
/** Milliseconds after which those who wait are let go without an answer. */
const LONGEST_START = 10_000;

export interface AnswerHostOptions {
  /** Its addresses are those at which answers are given. */
  readonly plan: () => LaunchPlan;
  readonly host: LaunchHost;
  readonly activator: Activator;
}

/** The process that answers in the place of an app which cannot be started, or must not run: there when it is needed. */
export class AnswerHost {
  readonly #options: AnswerHostOptions;
  #process: Promise<AppProcess> | undefined;

  constructor(options: AnswerHostOptions) {
    this.#options = options;
  }

  /** Answers whoever waits, and nobody who comes later. */
  async answer(answer: ModuleAnswer): Promise<void> {
    const { activator, plan, host } = this.#options;
    const isNew = this.#process === undefined;
    this.#process ??= this.#start();
    const process = await this.#process.catch((error: unknown) => {
      this.#process = undefined;
      activator.dropWaiting();
      throw error;
    });
    if (isNew) process.launch({ ...settingsWithoutApp(plan(), host), module: { role: 'answers', answer } });
    else process.running.send({ type: 'answer', answer });
    await withTimers((after) => Promise.race([process.holds(activator.sockets.ids), after(LONGEST_START)]));
    activator.answerWaiting(process);
  }

  /** What it answers just now is finished; who has asked nothing yet waits again. */
  async end(): Promise<void> {
    const process = await this.#process;
    this.#process = undefined;
    if (!process || process.hasEnded) return;
    await process.release({ deadline: DRAIN, isAlone: false });
    await process.drained;
    await endWithoutApp(process, DRAIN);
  }

  async #start(): Promise<AppProcess> {
    const { host, activator, plan } = this.#options;
    const process = await startWithoutApp({ host, activator, plan: plan(), capture: host.captureOutput ? { onOutput: () => {} } : {} });
    void process.exited.then(() => (this.#process = undefined));
    return process;
  }
}
