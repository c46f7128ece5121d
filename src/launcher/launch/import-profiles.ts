import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse, type ParseError } from 'jsonc-parser';
import { locateOffset } from '../../foundation/errors/code-frame.ts';
import { describeJsonProblem } from '../../foundation/errors/json-problem.ts';
import { MewsError, mewsError } from '../../foundation/errors/mews-error.ts';
import { addProfiles, type NamedProfile } from '../profiles/import/add-profiles.ts';
import type { Imported, ImportPlace } from '../profiles/import/imported-profile.ts';
import { launchJsonProfiles } from '../profiles/import/launch-json-profiles.ts';
import { otherScripts, scriptProfiles } from '../profiles/import/script-profiles.ts';
import { findLaunchSettings } from '../profiles/launch-settings-file.ts';
import { parseLaunchSettings } from '../profiles/parse-launch-settings.ts';
import { readSettingsText } from '../profiles/read-settings-text.ts';
import { writeSettingsText } from '../profiles/write-settings-text.ts';
import { findEntryPoint } from '../project/entry-point.ts';
import type { Project } from '../project/project.ts';
import { readPackageJson } from '../project/read-package-json.ts';
import { gatherProject, type ProjectRequest } from './gather-project.ts';
import { settingsPlace } from './settings-place.ts';

export interface ImportRequest extends ProjectRequest {
  /** What profiles are made of; left out: launch.json where there is one, else the scripts. */
  readonly from: 'vscode' | 'scripts' | undefined;
}

/** What could be imported, and where it would go. Nothing is written yet. */
export interface FoundImport {
  /** What it was made of, relative to the current folder. */
  readonly source: string;
  readonly imported: readonly Imported[];
  /** Scripts that are none of it. */
  readonly others: readonly string[];
  /** The launch settings that get the profiles; absolute. */
  readonly target: string;
}

/**
 * Looks for what profiles can be made of, and makes them.
 * @throws nothingToImport; badLaunchSettings for a launch.json that is not JSON; what gatherProject throws
 */
export function findImport(request: ImportRequest): FoundImport {
  const project = gatherProject(request);
  const launchJson = request.from === 'scripts' ? undefined : findLaunchJson(project.root);
  const place: ImportPlace = { root: project.root, workspace: launchJson ? dirname(dirname(launchJson)) : project.root, entry: entryOf(project), scripts: scriptsOf(project) };
  const useScripts = launchJson === undefined && request.from !== 'vscode';
  const imported = launchJson ? launchJsonProfiles(readJson(launchJson), place) : useScripts ? scriptProfiles(place) : [];
  if (imported.length === 0) throw mewsError('nothingToImport', { tried: triedBy(request, launchJson) });
  const { file } = findLaunchSettings(settingsPlace(project));
  return {
    source: launchJson ? relative(request.cwd, launchJson) : `the scripts of ${relative(request.cwd, join(project.root, 'package.json'))}`,
    imported: withOwnNames(imported),
    others: useScripts ? otherScripts(place) : [],
    target: file ?? join(project.root, 'Properties', 'launchSettings.json'),
  };
}

function triedBy({ from }: ImportRequest, launchJson: string | undefined): string[] {
  if (launchJson !== undefined) return [`${launchJson} has no configurations`];
  return [...(from === 'scripts' ? [] : ['there is no .vscode/launch.json']), ...(from === 'vscode' ? [] : ['package.json has no scripts that start anything'])];
}

/** The launch.json of the project, or of the repository around it. */
function findLaunchJson(folder: string): string | undefined {
  const file = join(folder, '.vscode', 'launch.json');
  if (existsSync(file)) return file;
  const isTop = dirname(folder) === folder || existsSync(join(folder, '.git'));
  return isTop ? undefined : findLaunchJson(dirname(folder));
}

function readJson(file: string): unknown {
  const text = readSettingsText(file);
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (!first) return value;
  throw mewsError('badLaunchSettings', { file, problem: describeJsonProblem(first, text) }, { location: locateOffset(file, text, first.offset) });
}

function entryOf(project: Project): string | undefined {
  try {
    return findEntryPoint(project).file;
  } catch (error) {
    if (error instanceof MewsError) return undefined;
    throw error;
  }
}

function scriptsOf({ packageJsonFile }: Project): Record<string, string> {
  const scripts = packageJsonFile === undefined ? undefined : readPackageJson(packageJsonFile)?.json['scripts'];
  if (typeof scripts !== 'object' || scripts === null) return {};
  return Object.fromEntries(Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Upper and lower case do not count in the names of profiles. */
function withOwnNames(imported: readonly Imported[]): Imported[] {
  const taken = new Set<string>();
  return imported.map((item) => {
    if (!item.profile) return item;
    let name = item.name;
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${item.name} ${number}`;
    taken.add(name.toLowerCase());
    return { ...item, name };
  });
}

/** The profiles of an import, without those that could not be made. */
export function profilesOf({ imported }: FoundImport): NamedProfile[] {
  return imported.flatMap(({ name, profile }) => (profile ? [{ name, profile }] : []));
}

/**
 * Writes the profiles into the launch settings; comments there are kept, and profiles of the same name are replaced only with `force`.
 * @throws profilesExist, settingsNotWritten, and what reading the launch settings throws
 */
export function writeImport(found: FoundImport, { force }: { readonly force: boolean }): void {
  const { target } = found;
  const text = existsSync(target) ? readSettingsText(target) : undefined;
  const existing = text === undefined ? [] : parseLaunchSettings({ file: target, text }).profiles.map(({ name }) => name);
  // A profile that is replaced keeps the spelling of its name.
  const profiles = profilesOf(found).map(({ name, profile }) => ({ name: existing.find((other) => other.toLowerCase() === name.toLowerCase()) ?? name, profile }));
  const names = profiles.map(({ name }) => name).filter((name) => existing.includes(name));
  if (names.length > 0 && !force) throw mewsError('profilesExist', { names, file: target });
  writeSettingsText(target, addProfiles(text, profiles));
}
