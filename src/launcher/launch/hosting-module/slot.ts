import { setTimeout as pause } from 'node:timers/promises';
import { MewsError, mewsError } from '../../../foundation/errors/mews-error.ts';
import type { ModuleEvent } from '../../../foundation/events/module-event.ts';
import type { ModuleAnswer } from '../../../foundation/events/module-settings.ts';
import { endGroup, stopProcess } from '../../../foundation/process/stop-process.ts';
import type { ProcessExit } from '../../../foundation/process/start-process.ts';
import type { Activator } from '../../activation/activator.ts';
import type { RapidFails } from '../../activation/rapid-fails.ts';
import type { LaunchHost } from '../launch-host.ts';
import type { AnswerHost } from './answer-host.ts';
import { idleness } from './idleness.ts';
import type { FailureFacts } from './module-failure.ts';
import { untilServing } from './until-serving.ts';
import type { Worker } from './worker.ts';

type EndReason = Extract<ModuleEvent, { type: 'workerEnded' }>['reason'];

/** Milliseconds that a process has beyond what it gives to requests in flight. */
const GRACE = 1000;
/** Milliseconds that a worker has to end which has never served. */
const SHORT_GRACE = 500;

export interface SlotLimits {
  readonly startupTimeLimit: number;
  readonly shutdownTimeLimit: number;
  readonly shutdownDelay: number;
  /** 0: a process is never idle for too long. */
  readonly idleTimeout: number;
  /** A process is ended before the next one starts (`"swap": "sequential"`). */
  readonly isExclusive: boolean;
}

export interface SlotOptions {
  readonly host: LaunchHost;
  /** Of the sockets that lead to this slot. */
  readonly activator: Activator;
  readonly answers: Pick<AnswerHost, 'answer' | 'end'>;
  readonly rapidFails: RapidFails;
  /** As they are now, in milliseconds. */
  readonly limits: () => SlotLimits;
  /** Starts a process of the app as it is now. */
  readonly start: () => Promise<Worker>;
  /** What is told to clients of a failure. */
  readonly answerFor: (failure: FailureFacts) => ModuleAnswer;
  /** Called when a worker has begun to serve, and when there is none any more. */
  readonly onChange: () => void;
}

/**
 * One process of an app behind the hosting module (Windows' process activation): started by the first request, under a lock; started again by
 * the next one after its end. While there is none, requests wait; when there can be none, they are told why.
 */
export class Slot {
  readonly #options: SlotOptions;
  /** One thing after the other: starting, replacing, ending. */
  #work: Promise<void> = Promise.resolve();
  #isWaking = false;
  #worker: Worker | undefined;
  /** What is answered instead of starting a process. */
  #standIn: ModuleAnswer | undefined;
  readonly #closing = new AbortController();
  readonly #leaving = new Set<Promise<unknown>>();

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  /** Requests may come. Errors: addressInUse, bindFailed. */
  open(): Promise<void> {
    return this.#options.activator.keepVigil(() => this.#wake());
  }

  get worker(): Worker | undefined {
    return this.#worker;
  }

  /** Instead of the app `answer` is given from now on, and what is in flight is finished; undefined: the app again, with the next request. */
  standIn(answer: ModuleAnswer | undefined): Promise<void> {
    this.#standIn = answer;
    return this.#next(async () => {
      if (answer === undefined) return this.#options.answers.end();
      await this.#end(this.#worker);
      this.#wake();
    });
  }

  /** A new process takes the place of the one that runs, if one does; no request is lost. One that does not start leaves the old one where it is. */
  recycle(): Promise<void> {
    return this.#next(async () => {
      const before = this.#worker;
      if (!before || this.#standIn) return;
      if (this.#options.limits().isExclusive) return this.#end(before, 'recycled');
      try {
        const next = await this.#launch();
        const isThere = this.#worker === before;
        await this.#serve(next);
        if (isThere) this.#leave(this.#retire(before, 'recycled'));
      } catch (error) {
        if (!this.#closing.signal.aborted) this.#report(error);
      }
    });
  }

  /** Ends the process: what is in flight is answered, and connections without a request are closed at once. */
  async close(): Promise<void> {
    this.#closing.abort();
    // Whatever is going on just now may wait for this process.
    await this.#shutDown();
    await this.#next(() => this.#shutDown());
    await Promise.all([this.#options.answers.end(), ...this.#leaving]);
  }

  async #shutDown(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker) await this.#stop(worker, this.#options.limits().shutdownTimeLimit);
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch((error: unknown) => this.#report(error));
    return done;
  }

  #wake(): void {
    if (this.#isWaking || this.#closing.signal.aborted) return;
    this.#isWaking = true;
    void this.#next(async () => {
      this.#isWaking = false;
      if (!this.#worker && this.#options.activator.hasWaiting) await this.#respond();
    });
  }

  /** Somebody waits, and no process runs. */
  async #respond(): Promise<void> {
    const { answers, rapidFails, answerFor } = this.#options;
    if (this.#standIn) return answers.answer(this.#standIn);
    if (rapidFails.isExceeded(performance.now())) return answers.answer(answerFor({ kind: 'rapidFails' }));
    let failed: Worker | undefined;
    try {
      const worker = await this.#launch((started) => (failed = started));
      await this.#serve(worker);
      await answers.end();
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      rapidFails.count(performance.now());
      this.#report(error);
      await answers.answer(answerFor({ kind: 'start', error: asMewsError(error), ...factsOf(failed, await failed?.process.exited) }));
    }
  }

  /** A worker that can serve. One that cannot has ended. */
  async #launch(onStarted: (worker: Worker) => void = () => {}): Promise<Worker> {
    const { start, activator, limits, host } = this.#options;
    const began = performance.now();
    const worker = await start();
    onStarted(worker);
    try {
      await untilServing(worker, { wanted: activator.sockets.ids, startupTimeLimit: limits().startupTimeLimit, signal: this.#closing.signal });
    } catch (error) {
      await this.#stop(worker, SHORT_GRACE);
      throw error;
    }
    host.report({ type: 'workerStarted', pid: worker.pid, milliseconds: Math.round(performance.now() - began), logFile: worker.logFile });
    return worker;
  }

  async #serve(worker: Worker): Promise<void> {
    const { activator, limits, onChange } = this.#options;
    this.#worker = worker;
    void worker.process.exited.then((exit) => this.#lose(worker, exit));
    const { shutdownTimeLimit, idleTimeout } = limits();
    await activator.serve(worker.process, shutdownTimeLimit);
    onChange();
    if (idleTimeout > 0) void this.#endWhenIdle(worker, idleTimeout);
  }

  async #endWhenIdle(worker: Worker, timeout: number): Promise<void> {
    if (await idleness(worker, timeout)) await this.#next(() => this.#end(worker, 'idle'));
  }

  /** It was not asked to end. */
  async #lose(worker: Worker, exit: ProcessExit): Promise<void> {
    if (this.#worker !== worker) return;
    const { activator, rapidFails, host, onChange } = this.#options;
    this.#worker = undefined;
    rapidFails.count(performance.now());
    activator.vacate(worker.process);
    onChange();
    const failure = worker.failureOf(exit);
    if (failure) host.report({ type: 'error', error: failure.toJSON() });
    host.report({ type: 'workerEnded', pid: worker.pid, reason: 'exited', exitCode: exit.code, signal: exit.signal });
    await endGroup(worker.process.running);
  }

  /** Connections wait for the next one; what is in flight on this one is finished. */
  async #end(worker: Worker | undefined, reason: EndReason = 'stopped'): Promise<void> {
    if (!worker || this.#worker !== worker) return;
    const { activator, limits, onChange } = this.#options;
    this.#worker = undefined;
    activator.vacate(worker.process);
    onChange();
    const { shutdownTimeLimit, isExclusive } = limits();
    await worker.process.release({ deadline: shutdownTimeLimit, isAlone: true });
    const retiring = this.#retire(worker, reason);
    this.#leave(retiring);
    // The next process may need what this one holds.
    if (isExclusive) await retiring;
  }

  /** It has made way. */
  async #retire(worker: Worker, reason: EndReason): Promise<void> {
    const { host } = this.#options;
    const { graceful } = host.stop;
    const stopped = new Promise<void>((resolve) => graceful.addEventListener('abort', () => resolve(), { once: true }));
    // The user waits for what is in flight, but not for who only stays connected.
    const { shutdownDelay, shutdownTimeLimit } = this.#options.limits();
    const hangs = pause(shutdownTimeLimit + GRACE, undefined, { ref: false });
    await Promise.race([worker.process.drained, hangs, ...(graceful.aborted ? [] : [stopped])]);
    if (shutdownDelay > 0) await pause(shutdownDelay);
    await this.#stop(worker, shutdownTimeLimit);
    const { code, signal } = await worker.process.exited;
    host.report({ type: 'workerEnded', pid: worker.pid, reason, exitCode: code, signal });
  }

  async #stop({ process: { running, hasEnded }, ask }: Worker, grace: number): Promise<void> {
    if (hasEnded) return endGroup(running);
    await stopProcess(running, { ask: () => ask(grace), now: this.#options.host.stop.now, grace: grace + GRACE });
  }

  #leave(work: Promise<unknown>): void {
    const leaving = work.finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  #report(error: unknown): void {
    this.#options.host.report({ type: 'error', error: asMewsError(error).toJSON() });
  }
}

function asMewsError(error: unknown): MewsError {
  return error instanceof MewsError ? error : mewsError('unexpectedFailure', { error: String(error) }, { cause: error });
}

function factsOf(worker: Worker | undefined, exit: ProcessExit | undefined): Omit<FailureFacts, 'kind' | 'error'> {
  if (!worker) return {};
  return { exitCode: exit?.code ?? null, lastLines: worker.tail.lines, stack: worker.crash()?.stack ?? '', logFile: worker.logFile };
}
