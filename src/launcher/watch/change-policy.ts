import { basename, dirname, extname, relative, sep } from 'node:path';
import type { BuildInputs } from '../build/build-inputs.ts';
import { isSourceFile } from '../project/source-file.ts';
import type { FileChange } from './file-change.ts';
import { isPassingFile } from './passing-files.ts';
import { pathTest } from './path-test.ts';
import { isInstallFile, isSettingsFile } from './settings-files.ts';
import { isUnder, staticAction, stylePaths } from './static-changes.ts';

/** What is known of the app when something changes. All paths are absolute real paths. */
export interface WatchFacts {
  readonly root: string;
  /** A file app is only what its file imports, whatever else lies in the folder. */
  readonly kind: 'project' | 'file';
  /** What node runs (with `command`, what the project's toolchain writes); null for executables. */
  readonly entry: string | null;
  readonly buildKind: 'bundle' | 'source' | 'command' | 'none';
  /** What the last build that succeeded has read; null before there was one. */
  readonly inputs: BuildInputs | null;
  /** The newest build failed: any source may mend it. */
  readonly buildFailed: boolean;
  /** Types are checked, so a source counts that no output is made from. */
  readonly checksTypes: boolean;
  /** Files that the running app has read (templates, views, data), and folders that it has listed. */
  readonly readByApp: ReadonlySet<string>;
  /** Files that the running app has written: it knows what is in them. Default: none. */
  readonly writtenByApp?: ReadonlySet<string>;
  /** Folders whose files the browser gets as they are (`wwwroot`). */
  readonly staticFolders: readonly string[];
  /** Where the app's `appsettings.json` lies: its working directory. */
  readonly contentRoot: string;
  /** The environment's name, which chooses among `.env` and `appsettings` files. */
  readonly environment: string;
  /** False where `A.ts` and `a.ts` are one file. Default: true. */
  readonly isCaseSensitive?: boolean;
}

/** From the most to the least that is to be done; what stands first includes what follows. */
const ACTIONS = ['replan', 'rebuild', 'restart', 'reload', 'styles', 'nothing'] as const;

/**
 * - `replan`: settings have changed; read them again, then all of the rest.
 * - `rebuild`: bring the build up to date (and check the types, if they are checked). Its result tells whether the output is
 *   another one; an app that runs from source has no output: it is to be started again.
 * - `restart`: the build is what it was, but the app has read the file.
 * - `reload`: the browser's business. `styles`: of its stylesheets only.
 */
export type ChangeAction = (typeof ACTIONS)[number];

export interface ChangeDecision {
  readonly action: ChangeAction;
  /** The files that ask for it, relative to the project, with slashes; the most telling first. */
  readonly files: readonly string[];
  /** The changed stylesheets of static folders, as absolute URL paths; a path base of the app is not in them. */
  readonly styles: readonly string[];
}

/** What is to be done about changes of files: the most that one of them asks for. */
export function decideChange(changes: readonly FileChange[], facts: WatchFacts): ChangeDecision {
  const actionFor = policyOf(facts);
  const asked = changes.map((change) => ({ ...change, action: actionFor(change) }));
  const action = ACTIONS.find((each) => asked.some((change) => change.action === each)) ?? 'nothing';
  const files = action === 'nothing' ? [] : asked.filter((change) => change.action === action).sort((left, right) => weight(left) - weight(right));
  return {
    action,
    files: files.map(({ path }) => relative(facts.root, path).replaceAll(sep, '/')),
    styles: stylePaths(asked.filter((change) => change.kind !== 'removed').map(({ path }) => path), facts.staticFolders),
  };
}

/** An edited source says more than one that came, and that more than one that went. */
function weight({ kind, path }: FileChange): number {
  return ['changed', 'added', 'removed'].indexOf(kind) + (isSourceFile(path) ? 0 : 3);
}

/** The rules, in the order in which they are asked. */
function policyOf(facts: WatchFacts): (change: FileChange) => ChangeAction {
  const { root, inputs, buildKind, staticFolders } = facts;
  const isCaseSensitive = facts.isCaseSensitive ?? true;
  const isInput = pathTest(inputs?.files ?? [], isCaseSensitive);
  const isRule = pathTest(inputs?.rules ?? [], isCaseSensitive);
  const isRead = pathTest(facts.readByApp, isCaseSensitive);
  const isWritten = pathTest(facts.writtenByApp ?? [], isCaseSensitive);
  const mattersToBuild = buildKind === 'none' ? () => false : buildKind === 'command' ? mattersToToolchain(facts) : mattersToSources(facts);

  return (change) => {
    const { kind, path } = change;
    if (isRule(path) || isSettingsFile(path, facts) || isInstallFile(path, root)) return 'replan';
    if (isInput(path)) return 'rebuild';
    if (isPassingFile(basename(path)) || isWritten(path)) return 'nothing';
    const shown = staticAction(change, staticFolders);
    if (shown) return shown;
    if (mattersToBuild(change)) return 'rebuild';
    const isListed = kind !== 'changed' && isRead(dirname(path));
    if (isRead(path) || isListed || isAppSettings(path, facts)) return 'restart';
    return buildKind === 'none' && isVisible(path, root) ? 'restart' : 'nothing';
  };
}

/** Kestrel follows its own section of these files; whatever else the app takes from them it took when it started. */
function isAppSettings(path: string, { contentRoot, environment }: WatchFacts): boolean {
  const names = ['appsettings.json', `appsettings.${environment}.json`].map((name) => name.toLowerCase());
  return dirname(path) === contentRoot && names.includes(basename(path).toLowerCase());
}

/**
 * What was not read before counts only when the next build may read it. Of plain JavaScript that node runs as it is, not all
 * that it loads is known: names of modules may be computed.
 */
function mattersToSources({ root, kind: projectKind, buildKind, inputs, buildFailed, checksTypes }: WatchFacts): (change: FileChange) => boolean {
  const places = [root, ...(inputs?.packages ?? [])];
  const globbed = inputs?.globbed ?? [];
  const names = new Set([...(inputs?.files ?? [])].map(moduleName));
  return ({ kind, path }) => {
    if (!isVisible(path, root)) return false;
    // Without inputs nobody knows what the build wants; what is missing may be a file of any kind.
    if (buildFailed || !inputs) return isSourceLike(path) || kind === 'added';
    if (buildKind === 'source' && projectKind === 'project' && isSourceFile(path) && isUnder([root], path)) return true;
    if (checksTypes && TYPES.test(path) && isUnder(places, path)) return true;
    if (kind === 'changed' || !isSourceLike(path)) return false;
    return isUnder(globbed, path) || (kind === 'added' && names.has(moduleName(path)));
  };
}

/**
 * What the project's own toolchain reads is not known: any source of the project may be it. What lies beside or below its
 * output and may have been written by it does not count, or each build would ask for the next.
 */
function mattersToToolchain({ root, entry }: WatchFacts): (change: FileChange) => boolean {
  const outputs = entry === null ? [] : [dirname(entry)];
  const isSource = (path: string) => TOOLCHAIN_SOURCE.test(path) && !(TOOLCHAIN_OUTPUT.test(path) && isUnder(outputs, path));
  return ({ path }) => isUnder([root], path) && isVisible(path, root) && isSource(path);
}

const TYPES = /\.(?:[cm]?ts|tsx)$/;
const SOURCE_LIKE = /\.(?:[cm]?[jt]s|[jt]sx|json|css|txt|node)$/;
const TOOLCHAIN_SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|json5?|[cs]ss|sass|less|vue|svelte|astro|mdx|graphql|gql|proto|prisma|sql|wasm|ya?ml|html|ejs|hbs|pug)$/;
const TOOLCHAIN_OUTPUT = /(?:\.d\.[cm]?ts|\.(?:[cm]?jsx?|json|css|html))$/;

function isSourceLike(path: string): boolean {
  return SOURCE_LIKE.test(path);
}

/** The name by which an import would ask for a file: a new one of the same name may take the place of an old one. */
function moduleName(path: string): string {
  const stem = basename(path, extname(path));
  return stem === 'index' ? basename(dirname(path)) : stem;
}

/** Files and folders whose names begin with a dot are the business of tools. */
function isVisible(path: string, root: string): boolean {
  return !relative(root, path).split(sep).some((part) => part.startsWith('.') && part !== '..');
}

