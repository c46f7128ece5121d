import { mewsError } from '../../../foundation/errors/mews-error.ts';
import type { ResponseCallback } from '../../http/response-features.ts';

/**
 * The onStarting and onCompleted callbacks of one response, each kind run last registered first, as ASP.NET Core's
 * `HttpResponse` does. Costs nothing while there are none: the lists are made with the first callback.
 */
export class ResponseCallbacks {
  /** Set by the server when it sends the headers. From then on no callback can be added before the start. */
  hasStarted = false;
  #starting: ResponseCallback[] | undefined;
  #completed: ResponseCallback[] | undefined;
  #running: Promise<void> | undefined;

  /** Errors: headersSent. */
  onStarting(callback: ResponseCallback): void {
    if (this.hasStarted) throw mewsError('headersSent', { what: 'OnStarting' });
    (this.#starting ??= []).push(callback);
  }

  onCompleted(callback: ResponseCallback): void {
    (this.#completed ??= []).push(callback);
  }

  /**
   * Runs what is to run before the headers go out; undefined when that is done, or there was nothing. Rejects with the
   * error of the first callback that fails, and so does every later call: the rest is skipped, and what the app had
   * prepared must not go out. A callback may itself have started the response: look at `hasStarted` afterwards.
   */
  runStarting(): void | Promise<void> {
    if (this.#running !== undefined) return this.#running;
    for (let callback = this.#starting?.pop(); callback; callback = this.#starting?.pop()) {
      let result: void | Promise<void>;
      try {
        result = callback();
      } catch (error) {
        result = Promise.reject(error);
      }
      if (typeof result?.then === 'function') return this.#wait(result);
    }
  }

  /** The answer of an app that failed is not the one that the callbacks were registered for. */
  skipStarting(): void {
    this.#starting = undefined;
    this.#running = undefined;
  }

  /** After the end of the response. One that throws does not stop the others. Never rejects. */
  runCompleted(logError: (error: unknown) => void): void | Promise<void> {
    if (this.#completed !== undefined) return runAll(this.#completed, logError);
  }

  /** A second write while the callbacks still run waits for them too. */
  #wait(first: Promise<void>): Promise<void> {
    const running = first.then(() => {
      this.#running = undefined;
      return this.runStarting();
    });
    this.#running = running;
    running.catch(() => (this.#starting = undefined));
    return running;
  }
}

async function runAll(callbacks: ResponseCallback[], logError: (error: unknown) => void): Promise<void> {
  for (let callback = callbacks.pop(); callback; callback = callbacks.pop()) {
    try {
      await callback();
    } catch (error) {
      logError(error);
    }
  }
}
