import type { Hint } from './folder-watcher.ts';
import type { WatchedTree } from './watched-tree.ts';

/** Hints beyond which the system may have dropped some (Linux queues 16,384): then everything is looked at. */
const MANY = 4000;

interface NamesInFolder {
  readonly names: Set<string>;
  isRename: boolean;
  /** News was lost: the folder is to be read anew. */
  isLost: boolean;
}

/** What was hinted at and not looked at yet. */
export class FolderHints {
  readonly #byFolder = new Map<string, NamesInFolder>();
  #count = 0;

  add({ folder, name, isRename }: Hint): void {
    const known = this.#byFolder.get(folder) ?? { names: new Set(), isRename: false, isLost: false };
    this.#byFolder.set(folder, known);
    known.isRename ||= isRename;
    if (name === undefined) known.isLost = true;
    else known.names.add(name);
    this.#count++;
  }

  has(folder: string, name: string): boolean {
    return this.#byFolder.get(folder)?.names.has(name) === true;
  }

  /** True when a file of that name is among them. */
  mention(name: string): boolean {
    return [...this.#byFolder.values()].some(({ names }) => names.has(name));
  }

  /** Looks at it all, the folders above first, and forgets it. */
  resolve(tree: Pick<WatchedTree, 'look' | 'reopen' | 'folders'>): void {
    const hinted = [...this.#byFolder].sort(([left], [right]) => left.length - right.length);
    for (const [folder, { names, isRename, isLost }] of hinted) {
      if (isLost) tree.reopen(folder);
      else tree.look(folder, names, isRename);
    }
    if (this.#count >= MANY) for (const folder of tree.folders()) tree.look(folder);
    this.#byFolder.clear();
    this.#count = 0;
  }
}
