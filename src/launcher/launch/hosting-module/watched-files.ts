import { type FSWatcher, readFileSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds in which the several events of one change come. */
const SETTLE = 50;
/** Milliseconds between two looks where the system tells of nothing. */
const LOOK = 1000;

/** Follows single files of one folder, which may come and go. */
export class WatchedFiles {
  readonly #folder: string;
  readonly #stamps = new Map<string, string>();
  readonly #onChange: (name: string) => void;
  #watcher: FSWatcher | undefined;
  #settling: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;

  /** `onChange` is called with the name of a file that has come, changed or gone. */
  constructor(folder: string, names: readonly string[], onChange: (name: string) => void) {
    this.#folder = folder;
    this.#onChange = onChange;
    for (const name of names) this.#stamps.set(name, this.#stampOf(name));
    try {
      this.#watcher = watch(folder, () => this.#look());
      this.#watcher.on('error', () => this.#lookOften());
    } catch {
      this.#lookOften();
    }
    // What has changed before the system began to watch.
    this.#look();
  }

  close(): void {
    this.#watcher?.close();
    clearTimeout(this.#settling);
    clearInterval(this.#looking);
  }

  #lookOften(): void {
    this.#watcher?.close();
    this.#looking ??= setInterval(() => this.#compare(), LOOK);
  }

  #look(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#compare(), SETTLE);
  }

  #compare(): void {
    for (const [name, before] of this.#stamps) {
      const now = this.#stampOf(name);
      if (now === before) continue;
      this.#stamps.set(name, now);
      this.#onChange(name);
    }
  }

  /** Empty for a file that is not there. */
  #stampOf(name: string): string {
    try {
      const { mtimeMs, size, ino, ctimeMs } = statSync(join(this.#folder, name));
      return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
    } catch {
      return '';
    }
  }
}

export const APP_OFFLINE = 'app_offline.htm';

/** The content of app_offline.htm, in base64; empty when it cannot be read, undefined when it is not there. */
export function readAppOffline(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, APP_OFFLINE)).toString('base64');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : '';
  }
}
