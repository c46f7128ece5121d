import { isUnchanged } from './file-stamp.ts';
import type { FileStamp } from './file-stamp.ts';
import { hasSameNames } from './folder-stamp.ts';
import type { FolderStamp } from './folder-stamp.ts';

interface Recorded {
  readonly key: string;
  readonly inputs: readonly FileStamp[];
  readonly rules?: readonly FileStamp[];
  readonly folders: readonly FolderStamp[];
  readonly outputs?: readonly FileStamp[];
}

/** True when doing the work again would give what is recorded: same key, same files, same names beside them, outputs in place. */
export function isUpToDate<S extends Recorded>(root: string, key: string, state: S | undefined): state is S {
  if (state?.key !== key) return false;
  try {
    return (
      (state.outputs ?? []).every((stamp) => isUnchanged(root, stamp)) &&
      [...state.inputs, ...(state.rules ?? [])].every((stamp) => isUnchanged(root, stamp)) &&
      state.folders.every((stamp) => hasSameNames(root, stamp))
    );
  } catch {
    // A state of another version, or a file that cannot be read: the work itself will tell.
    return false;
  }
}
