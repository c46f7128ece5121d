import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../foundation/events/diagnostic.ts';
import type { Configuration } from '../profiles/profile-values.ts';
import type { FileStamp } from './file-stamp.ts';
import type { FolderStamp } from './folder-stamp.ts';
import type { ModuleFormat } from './module-format.ts';
import type { WrittenFile } from './write-output.ts';
import { entryStem, recordsFolder } from './output-folder.ts';

/** What a build decided and wrote. Paths are relative to the project: its folder may be moved. */
export interface RememberedBuild {
  readonly entry: string;
  readonly format: ModuleFormat;
  /** The output that Node runs. */
  readonly output: string;
  readonly usesMewsFramework: boolean;
  /** The inputs that ask for their own place. */
  readonly located: readonly string[];
  readonly outputs: readonly WrittenFile[];
  /** Tells one output from another. */
  readonly version: string;
}

/** What the last build was made from and what it wrote. */
export interface BuildState extends RememberedBuild {
  /** Everything but files that decides the output, as text. */
  readonly key: string;
  readonly inputs: readonly FileStamp[];
  /** The package.json and tsconfig files that rule the inputs, and the places where one would. */
  readonly rules: readonly FileStamp[];
  /** The folders in which imports with a pattern look. */
  readonly globbed: readonly string[];
  readonly folders: readonly FolderStamp[];
  readonly outputs: readonly FileStamp[];
}

/** What the last type-check looked at and what it found. */
export interface TypecheckState {
  readonly key: string;
  readonly inputs: readonly FileStamp[];
  readonly folders: readonly FolderStamp[];
  readonly diagnostics: readonly Diagnostic[];
}

interface StateOwner {
  readonly root: string;
  readonly entry: string;
  readonly configuration: Configuration;
}

export function buildStateFile(owner: StateOwner): string {
  return join(recordsFolder(owner.root, owner.configuration), `${entryStem(owner.entry)}.build.json`);
}

export function typecheckStateFile(owner: StateOwner): string {
  return join(recordsFolder(owner.root, owner.configuration), `${entryStem(owner.entry)}.typecheck.json`);
}

/** The state in `file`; nothing when there is none or it cannot be read: then the work is done again. */
export function readState<S extends BuildState | TypecheckState>(file: string): S | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as S;
  } catch {
    return undefined;
  }
}
