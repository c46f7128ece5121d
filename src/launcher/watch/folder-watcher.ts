import { type FSWatcher, type WatchListener, watch as watchPath } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { isWatchLimit } from './watch-limit.ts';

/** Tells of news in folders. */
export interface FolderWatcher {
  /** `isDeep`: its subfolders are going to be watched, too. `isLink`: the folder really lies elsewhere. */
  watch(folder: string, place: { readonly isDeep: boolean; readonly isLink: boolean }): void;
  unwatch(folder: string): void;
}

/** Something has happened to `name` in `folder`; to the folder as a whole when there is no name. `isRename`: it may have come or gone. */
export interface Hint {
  readonly folder: string;
  readonly name: string | undefined;
  readonly isRename: boolean;
}

export type WatchFunction = (path: string, options: { readonly recursive: boolean }, listener: WatchListener<string>) => FSWatcher;

export interface NativeWatcherOptions {
  readonly onHint: (hint: Hint) => void;
  /** The system does not let more folders be watched. */
  readonly onLimit: (error: NodeJS.ErrnoException) => void;
  /**
   * True watches a whole tree at once: macOS and Windows can. Elsewhere Node would do it with a watch for each file, which
   * takes memory, and loses files that come while it reads a folder.
   */
  readonly isRecursive: boolean;
  /** Default: node:fs's. */
  readonly watch?: WatchFunction;
}

/** The system's own news: of each folder by itself, or of whole trees. */
export class NativeWatcher implements FolderWatcher {
  readonly #options: NativeWatcherOptions;
  readonly #watches = new Map<string, { readonly watch: FSWatcher; readonly isRecursive: boolean }>();

  constructor(options: NativeWatcherOptions) {
    this.#options = options;
  }

  watch(folder: string, { isDeep, isLink }: { readonly isDeep: boolean; readonly isLink: boolean }): void {
    if (!isLink && this.#isCovered(folder)) return;
    const { isRecursive, watch = watchPath, onHint, onLimit } = this.#options;
    const recursive = isRecursive && isDeep;
    try {
      const watcher = watch(folder, { recursive }, (event, name) => onHint(hintFrom(folder, name, event === 'rename')));
      watcher.on('error', (error) => {
        this.unwatch(folder);
        if (isWatchLimit(error)) onLimit(error);
        // On Windows a folder that was removed ends its watch with an error: looking tells.
        else onHint({ folder, name: undefined, isRename: true });
      });
      this.#watches.set(folder, { watch: watcher, isRecursive: recursive });
    } catch (error) {
      if (isWatchLimit(error)) onLimit(error);
    }
  }

  unwatch(folder: string): void {
    this.#watches.get(folder)?.watch.close();
    this.#watches.delete(folder);
  }

  close(): void {
    for (const { watch } of this.#watches.values()) watch.close();
    this.#watches.clear();
  }

  #isCovered(folder: string): boolean {
    for (let at = dirname(folder); ; at = dirname(at)) {
      if (this.#watches.get(at)?.isRecursive) return true;
      if (dirname(at) === at) return false;
    }
  }
}

/** A recursive watch names files relative to the folder that it was asked for. */
function hintFrom(watched: string, name: string | null, isRename: boolean): Hint {
  if (name === null) return { folder: watched, name: undefined, isRename };
  if (!name.includes(sep)) return { folder: watched, name, isRename };
  const path = join(watched, name);
  return { folder: dirname(path), name: basename(path), isRename };
}
