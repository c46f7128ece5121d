import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, extname, join, sep } from 'node:path';
import { codeFrame } from '../../foundation/errors/code-frame.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { Diagnostic } from '../../foundation/events/diagnostic.ts';
import type { BuildRequest, TypecheckResult } from './build-request.ts';
import { readState, typecheckStateFile } from './build-state.ts';
import type { TypecheckState } from './build-state.ts';
import { stampIfThere } from './file-stamp.ts';
import { findTypeScript } from './find-typescript.ts';
import type { TypeScript } from './find-typescript.ts';
import { countErrors, foldDiagnostics } from './fold-diagnostics.ts';
import { foldersBelow, foldersOf, stampFolder } from './folder-stamp.ts';
import { INSTALL_MARKS } from './install-marks.ts';
import { entryStem, recordsFolder } from './output-folder.ts';
import { parseTscOutput } from './parse-tsc-output.ts';
import { placeOptionFinding } from './place-option-finding.ts';
import { projectTsconfig } from './project-tsconfig.ts';
import { runChild } from './run-child.ts';
import type { TsconfigChain } from './tsconfig-chain.ts';
import { typecheckConfig } from './typecheck-config.ts';
import { isUpToDate } from './up-to-date.ts';
import { removeOutput, writeOutput } from './write-output.ts';

/** Code frames cost reading, and nobody reads more than these. */
const MOST_FRAMES = 50;

interface Check {
  readonly mode: 'gate' | 'warn';
  readonly signal?: AbortSignal | undefined;
}

interface Checker {
  readonly root: string;
  readonly request: BuildRequest;
  readonly typescript: TypeScript;
  readonly tsconfig: TsconfigChain | undefined;
  readonly configFile: string;
  readonly configText: string;
  readonly buildInfo: string;
  readonly stateFile: string;
}

/** `missing`: the check was skipped because the project has no TypeScript. */
export type TypecheckOutcome = TypecheckResult & { readonly missing?: true };

/**
 * Checks the types with the project's own TypeScript and reports what it finds; when nothing changed since the last
 * check, its findings are told again. An aborted check tells nothing.
 * @throws MEWS2007 when the checker itself fails.
 */
export async function typecheck(request: BuildRequest, { mode, signal }: Check): Promise<TypecheckOutcome> {
  const started = performance.now();
  const root = realpathSync(request.root);
  const tsconfig = projectTsconfig({ ...request, root });
  if (!hasTypes(request.entry, tsconfig)) return { outcome: 'skipped', errors: 0 };
  const typescript = findTypeScript(root);
  if (!typescript) return { outcome: 'skipped', errors: 0, missing: true };
  const checker = prepareChecker(request, { root, typescript, tsconfig });
  const key = JSON.stringify([typescript.version, checker.configText]);
  const stored = readState<TypecheckState>(checker.stateFile);
  const diagnostics = isUpToDate(root, key, stored) ? stored.diagnostics : await runTsc(checker, key, signal);
  if (!diagnostics) return { outcome: 'aborted', errors: 0 };
  const errors = countErrors(diagnostics);
  if (diagnostics.length > 0) request.report({ type: 'diagnostics', source: 'typecheck', diagnostics });
  request.report({ type: 'typecheckFinished', seconds: (performance.now() - started) / 1000, errors, mode });
  return { outcome: errors > 0 ? 'failed' : 'passed', errors };
}

/** Plain JavaScript is checked only when the project asks for it. */
function hasTypes(entry: string, tsconfig: TsconfigChain | undefined): boolean {
  return /^\.[cm]?tsx?$/.test(extname(entry)) || tsconfig?.options['checkJs'] === true;
}

function prepareChecker(request: BuildRequest, found: Pick<Checker, 'root' | 'typescript' | 'tsconfig'>): Checker {
  const { root, typescript, tsconfig } = found;
  const { kind, mewsRoot, configuration } = request;
  const entry = realpathSync(request.entry);
  const base = join(recordsFolder(root, configuration), entryStem(request.entry));
  const buildInfo = `${base}.tsbuildinfo`;
  const config = typecheckConfig({ root, entry, kind, tsconfig, typescriptVersion: typescript.version, mewsRoot, buildInfo });
  const configText = `${JSON.stringify(config, null, 2)}\n`;
  const stateFile = typecheckStateFile({ ...request, root });
  return { root, request, typescript, tsconfig, configFile: `${base}.tsconfig.json`, configText, buildInfo, stateFile };
}

/** The findings; nothing when the signal came first. */
async function runTsc(checker: Checker, key: string, signal: AbortSignal | undefined): Promise<readonly Diagnostic[] | undefined> {
  const { root, request, typescript, configFile } = checker;
  if (signal?.aborted) return undefined;
  const since = Date.now();
  removeOutput(checker.stateFile);
  writeOutput(root, configFile, checker.configText);
  const args = [typescript.tsc, '-p', configFile, '--pretty', 'false', '--listFiles'];
  let output = '';
  const end = await runChild({
    command: process.execPath,
    args,
    cwd: root,
    env: request.env,
    lowPriority: request.typecheck === 'warn',
    onOutput: (text) => (output += text),
    signal,
  }).catch((cause: unknown) => brokenChecker(checker, String(cause), 'an error'));
  const found = parseTscOutput(output, root);
  const isComplete = end.exitCode === 0 || (end.exitCode !== null && countErrors(found.diagnostics) > 0);
  // What a stopped checker left of its notes may be half of them.
  if (!isComplete) removeOutput(checker.buildInfo);
  if (signal?.aborted) return undefined;
  if (!isComplete) return brokenChecker(checker, found.rest.join('\n'), end.signal ?? `exit code ${end.exitCode}`);
  const placed = found.diagnostics.map((finding) => placeOptionFinding(finding, configFile, checker.tsconfig));
  const diagnostics = withFrames(foldDiagnostics(placed));
  storeFindings(checker, { key, diagnostics, files: found.files, since });
  return diagnostics;
}

function brokenChecker({ typescript, configFile }: Checker, output: string, exitCode: string): never {
  throw mewsError('typecheckerFailed', { command: `tsc -p ${configFile}`, exitCode, output: output.slice(0, 2000) }, { cause: typescript });
}

function withFrames(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const texts = new Map<string, string>();
  return diagnostics.map((diagnostic, index) => {
    const { file, line, column } = diagnostic;
    if (!file || !line || !column || index >= MOST_FRAMES || !existsSync(file)) return diagnostic;
    const text = texts.get(file) ?? readFileSync(file, 'utf8');
    texts.set(file, text);
    return { ...diagnostic, frame: codeFrame(text, { line, column }) };
  });
}

interface Findings {
  readonly key: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly string[];
  readonly since: number;
}

/** Packages are watched through their installer's mark, own files and the folders they may appear in one by one. */
function storeFindings({ root, tsconfig, stateFile }: Checker, { key, diagnostics, files, since }: Findings): void {
  const own = files.filter((file) => !file.includes(`${sep}node_modules${sep}`) && !isLibrary(file));
  const folders = [...new Set([...foldersOf(root, own), ...foldersBelow(root)])];
  const manifests = foldersOf(root, own).map((folder) => join(folder, 'package.json'));
  const marks = installFolders(root).flatMap((folder) => INSTALL_MARKS.map((name) => join(folder, name)));
  const inputs = [...new Set([...own, ...(tsconfig?.files ?? []), ...manifests, ...marks])].map((file) => stampIfThere(root, file, { since }));
  const state: TypecheckState = { key, inputs, folders: folders.map((folder) => stampFolder(root, folder)), diagnostics };
  writeOutput(root, stateFile, JSON.stringify(state));
}

function isLibrary(file: string): boolean {
  return /[\\/]lib\.[^\\/]*\.d\.ts$/.test(file);
}

function installFolders(root: string): string[] {
  const folders = [join(root, 'node_modules')];
  for (let at = dirname(root); dirname(at) !== at; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules'))) folders.push(join(at, 'node_modules'));
  }
  return folders;
}
