import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** `{path}_{yyyyMMddHHmmss}_{pid}.log`, in UTC: the name that the ASP.NET Core Module gives to a log. */
export function stdoutLogFile(path: string, { at, pid }: { readonly at: Date; readonly pid: number }): string {
  const moment = at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  return `${path}_${moment}_${pid}.log`;
}

/** What a process writes, in a file. A log that cannot be written, or not to the end, ends: the app goes on. */
export class StdoutLog {
  readonly #stream: NodeJS.WritableStream;
  #hasFailed = false;

  /** `onFailure` is called once, with the reason. */
  constructor(file: string, onFailure: (reason: string) => void) {
    try {
      mkdirSync(dirname(file), { recursive: true });
    } catch {
      // Opening it says why.
    }
    this.#stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
    this.#stream.on('error', (error: Error) => {
      if (!this.#hasFailed) onFailure(error.message);
      this.#hasFailed = true;
    });
  }

  write(text: string): void {
    if (!this.#hasFailed) this.#stream.write(text);
  }

  /** Resolves when all of it is in the file, or cannot be. */
  close(): Promise<void> {
    if (this.#hasFailed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#stream.once('close', () => resolve());
      this.#stream.end();
    });
  }
}
