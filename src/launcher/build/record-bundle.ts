import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BuildState, RememberedBuild } from './build-state.ts';
import type { Bundle } from './bundle.ts';
import { hashOf, stampFile, stampIfThere } from './file-stamp.ts';
import type { FileStamp, ReadTime } from './file-stamp.ts';
import { foldersOf, stampFolder } from './folder-stamp.ts';
import type { BundlePlan } from './plan-bundle.ts';
import { writeOutput } from './write-output.ts';

export interface BundleRecord {
  readonly plan: BundlePlan;
  readonly made: Bundle;
  readonly remembered: RememberedBuild;
  /** The tsconfig files in force. */
  readonly configs: readonly string[];
  readonly read: ReadTime;
}

/**
 * Writes down what a bundle was made from and what was written, so that a later build can tell that nothing has changed.
 * @throws MEWS2006
 */
export function recordBundle({ plan: { job, key, stateFile }, made, remembered, configs, read }: BundleRecord): void {
  const { root } = job;
  const folders = foldersOf(root, made.inputs);
  const contents = made.contents();
  const rules = [...new Set([...folders.map((folder) => join(folder, 'package.json')), ...configs])];
  const hashes = new Map(made.files.map((file) => [relative(root, file.path), hashOf(file.contents)]));
  const state: BuildState = {
    ...remembered,
    key,
    inputs: made.inputs.map((file) => stampInput(root, file, { content: contents.get(file), ...read })),
    rules: rules.map((file) => stampIfThere(root, file, read)),
    globbed: made.globbed.map((folder) => relative(root, folder)),
    folders: folders.filter((folder) => existsSync(folder)).map((folder) => stampFolder(root, folder)),
    outputs: remembered.outputs.map((output) => ({ ...output, hash: hashes.get(output.path) ?? '' })),
  };
  writeOutput(root, stateFile, JSON.stringify(state));
}

/** An input that has gone since was there for the build: it must not pass for one that never was. */
function stampInput(root: string, file: string, { content, ...read }: ReadTime & { readonly content: Buffer | undefined }): FileStamp {
  const isThere = content && statSync(file, { throwIfNoEntry: false });
  return isThere ? stampFile(root, file, { content, ...read }) : { path: relative(root, file), mtime: 0, size: 0, hash: '' };
}
