import { readFileSync } from 'node:fs';
import type { MewsEvent } from '../../foundation/events/event.ts';
import { FolderPolling } from './folder-polling.ts';
import { type FolderWatcher, type Hint, NativeWatcher, type WatchFunction } from './folder-watcher.ts';
import type { PollingDecision } from './polling.ts';
import { wallClock } from './wall-clock.ts';
import { INOTIFY_LIMITS, explainLimit } from './watch-limit.ts';

export interface NewsSourceOptions {
  readonly polling: PollingDecision;
  readonly report: (event: MewsEvent) => void;
  readonly onHint: (hint: Hint) => void;
  /** The folders to be asked about, and how: for polling. */
  readonly folders: () => readonly string[];
  readonly look: (folder: string) => void;
  /** True while news has come that is not delivered yet. */
  readonly isCollecting: () => boolean;
  /** Whether whole trees can be watched at once. Default: on macOS and Windows. */
  readonly isRecursive?: boolean | undefined;
  /** Default: node:fs's. */
  readonly watch?: WatchFunction | undefined;
}

/** The system's own news or, where it tells none or has no room for more watches, rounds of looking. */
export class NewsSource implements FolderWatcher {
  readonly #options: NewsSourceOptions;
  #native: NativeWatcher | undefined;
  #polling: FolderPolling | undefined;

  constructor(options: NewsSourceOptions) {
    this.#options = options;
  }

  start(): void {
    const { polling, report } = this.#options;
    if (polling.warning) report({ type: 'warning', text: polling.warning });
    if (polling.polling) {
      report({ type: 'note', text: polling.reason });
      this.#poll();
    } else {
      this.#native = this.#watcher(this.#options);
    }
  }

  /** Milliseconds without news after which none is to come. */
  get quiet(): number {
    return this.#polling?.quiet ?? 0;
  }

  watch(folder: string, place: Parameters<FolderWatcher['watch']>[1]): void {
    this.#native?.watch(folder, place);
  }

  unwatch(folder: string): void {
    this.#native?.unwatch(folder);
  }

  close(): void {
    this.#native?.close();
    this.#polling?.stop();
  }

  #watcher({ onHint, watch, isRecursive = process.platform === 'win32' || process.platform === 'darwin' }: NewsSourceOptions): NativeWatcher {
    return new NativeWatcher({ onHint, onLimit: ({ code = '' }) => this.#giveWay(code), isRecursive, ...(watch ? { watch } : {}) });
  }

  /** Nothing is lost: what is known of the files stays, and is what they are compared with. */
  #giveWay(code: string): void {
    if (!this.#native) return;
    this.#native.close();
    this.#native = undefined;
    this.#options.report({ type: 'warning', text: explainLimit({ code, current: inotifyLimits() }, process.platform) });
    this.#poll();
  }

  #poll(): void {
    const { folders, look, isCollecting } = this.#options;
    this.#polling = new FolderPolling({ clock: wallClock, folders, look, isCollecting });
    void this.#polling.run();
  }
}

function inotifyLimits(): Record<string, string | undefined> {
  return Object.fromEntries(INOTIFY_LIMITS.map((name) => [name, readIfThere(`/proc/sys/fs/inotify/${name}`)]));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
