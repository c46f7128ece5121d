import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { reasonOf } from '../../foundation/errors/unreadable-file.ts';
import { findExistingFiles, whatIsAt } from './existing-files.ts';
import { PlacedFiles, removeEmpty } from './placed-files.ts';
import type { ProjectFile } from './render-template.ts';

export interface ProjectWrite {
  readonly files: readonly ProjectFile[];
  /** Absolute. It need not exist. */
  readonly directory: string;
  /** Files that are there already are replaced. */
  readonly force: boolean;
  /** Aborted: nothing is written. */
  readonly signal: AbortSignal;
}

/**
 * Writes a project whole or not at all: its files are finished in a folder beside (in it, where it exists) before the
 * first of them is in its place. False when the signal came first.
 * @throws wouldOverwrite, projectNotWritten; in both cases everything is as it was
 */
export async function writeProject(project: ProjectWrite): Promise<boolean> {
  const { directory } = project;
  refuseExisting(project);
  const isNew = whatIsAt(directory) === undefined;
  const holder = isNew ? dirname(directory) : directory;
  let made: string | undefined;
  let staging: string | undefined;
  try {
    made = mkdirSync(holder, { recursive: true });
    staging = mkdtempSync(join(holder, `.${basename(directory)}-`));
    const finished = join(staging, 'new');
    writeFiles(project.files, finished);
    // A Ctrl+C is heard when the loop turns.
    await setImmediate();
    if (project.signal.aborted) return false;
    if (!isNew || !moveWhole(finished, directory)) moveInto(project, { finished, attic: staging });
    made = undefined;
    return true;
  } catch (error) {
    throw failureOf(error, project);
  } finally {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
    if (made !== undefined) removeEmpty(holder, made);
  }
}

function refuseExisting({ files, directory, force }: ProjectWrite): void {
  const existing = force ? [] : findExistingFiles(files, directory);
  if (existing.length > 0) throw mewsError('wouldOverwrite', { directory, files: existing });
}

function writeFiles(files: readonly ProjectFile[], folder: string): void {
  mkdirSync(folder);
  for (const { path, content, isExecutable } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { flag: 'wx', mode: isExecutable ? 0o777 : 0o666 });
  }
}

/** False when the folder has come into being meanwhile: another mews had the same idea. */
function moveWhole(finished: string, directory: string): boolean {
  try {
    renameSync(finished, directory);
    return true;
  } catch (error) {
    if (whatIsAt(directory) === undefined) throw error;
    return false;
  }
}

function moveInto({ files, directory, force }: ProjectWrite, { finished, attic }: { readonly finished: string; readonly attic: string }): void {
  const placed = new PlacedFiles(directory, attic);
  try {
    for (const { path } of files) {
      const file = join(finished, path);
      if (force) placed.replace(file, path);
      else placed.add(file, path);
    }
  } catch (error) {
    placed.takeBack();
    throw error;
  }
}

function failureOf(error: unknown, { files, directory, force }: ProjectWrite): Error {
  const existing = force ? [] : findExistingFiles(files, directory);
  if ((error as NodeJS.ErrnoException).code === 'EEXIST' && existing.length > 0) return mewsError('wouldOverwrite', { directory, files: existing }, { cause: error });
  return mewsError('projectNotWritten', { directory, reason: reasonOf(error) }, { cause: error });
}
