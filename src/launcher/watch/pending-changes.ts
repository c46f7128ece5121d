import type { FileChange } from './file-change.ts';
import { type FileStamp, isSameStamp } from './file-stamp.ts';

type StampOf = (path: string) => FileStamp | undefined;

/** The files that are not as they were when a batch began. What happened in between does not count: gone and come back is changed. */
export class PendingChanges {
  /** What each file was; undefined where there was none. */
  readonly #before = new Map<string, FileStamp | undefined>();

  get size(): number {
    return this.#before.size;
  }

  note(path: string, before: FileStamp | undefined): void {
    if (!this.#before.has(path)) this.#before.set(path, before);
  }

  clear(): void {
    this.#before.clear();
  }

  /** The changes so far, given what the files are now. */
  changes(now: StampOf): FileChange[] {
    return [...this.#before].flatMap(([path, before]): FileChange[] => {
      const after = now(path);
      if (!before) return after ? [{ kind: 'added', path }] : [];
      if (!after) return [{ kind: 'removed', path }];
      return isSameStamp(before, after) ? [] : [{ kind: 'changed', path }];
    });
  }

  /** True while a file is gone or has just become empty: many programs save in two steps, of which this is the first. */
  isUnsettled(now: StampOf): boolean {
    return [...this.#before].some(([path, before]) => {
      const after = now(path);
      return before !== undefined && before.size !== 0 && (after === undefined || after.size === 0);
    });
  }
}
