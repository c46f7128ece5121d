import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../../foundation/certificates/store-lock.ts';
import { MewsError } from '../../foundation/errors/mews-error.ts';
import { mewsHome } from './mews-home.ts';
import { isTemplate, readTemplate } from './read-template.ts';
import type { Template } from './template.ts';
import type { TemplateSourcePlace } from './template-source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Templates that the user has installed from one source. */
export interface InstalledPackage {
  readonly kind: TemplateSourcePlace['kind'];
  readonly source: string;
  readonly templates: readonly Template[];
  /** Why some of them cannot be had. */
  readonly problems: readonly MewsError[];
}

/** The file that says where a folder of the store came from. */
const SOURCE_FILE = 'source.json';
const CONTENT = 'content';
/** How deep in a package templates are looked for. */
const DEEPEST = 5;

function storeFolder(env: Environment): string {
  return join(mewsHome(env), 'templates');
}

/** A readable name for people who look, and one of its own for every source. */
function folderOf({ kind, source }: Pick<InstalledPackage, 'kind' | 'source'>, env: Environment): string {
  const readable = source.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(-40);
  return join(storeFolder(env), `${kind}-${readable}-${createHash('sha256').update(source).digest('hex').slice(0, 12)}`);
}

/** What is installed, in the order of the sources' names. What cannot be read is told, and does not hide the others. */
export function readInstalledPackages(env: Environment): InstalledPackage[] {
  return namesIn(storeFolder(env))
    .map((name) => readPackage(join(storeFolder(env), name)))
    .filter((found) => found !== undefined)
    .toSorted((left, right) => (left.source < right.source ? -1 : 1));
}

function readPackage(folder: string): InstalledPackage | undefined {
  const place = readSource(folder);
  return place && { ...place, ...readTemplates(place.kind === 'folder' ? place.source : join(folder, CONTENT)) };
}

function readSource(folder: string): Pick<InstalledPackage, 'kind' | 'source'> | undefined {
  try {
    const { kind, source } = JSON.parse(readFileSync(join(folder, SOURCE_FILE), 'utf8')) as Record<string, unknown>;
    if (typeof source !== 'string') return undefined;
    return kind === 'folder' || kind === 'tarball' || kind === 'git' || kind === 'npm' ? { kind, source } : undefined;
  } catch {
    return undefined; // Not ours, or not finished.
  }
}

/** The templates that lie in a folder, itself included, each read as the foreign one that it is. */
export function readTemplates(folder: string): Pick<InstalledPackage, 'templates' | 'problems'> {
  const templates: Template[] = [];
  const problems: MewsError[] = [];
  for (const found of templateFolders(folder, 0)) {
    try {
      templates.push(readTemplate(found, true));
    } catch (error) {
      if (!(error instanceof MewsError)) throw error;
      problems.push(error);
    }
  }
  return { templates, problems };
}

function templateFolders(folder: string, depth: number): string[] {
  if (isTemplate(folder)) return [folder];
  if (depth === DEEPEST) return [];
  return foldersIn(folder).flatMap((name) => templateFolders(join(folder, name), depth + 1));
}

/** Links are not followed. */
function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git').map(({ name }) => name);
  } catch {
    return [];
  }
}

function namesIn(folder: string): string[] {
  return foldersIn(folder).filter((name) => !name.startsWith('.'));
}

/** An empty folder in the store, in which a package can be put together: `keepPackage` makes it one of those installed. */
export function openStaging(env: Environment): { readonly staging: string; readonly content: string } {
  mkdirSync(storeFolder(env), { recursive: true });
  const staging = mkdtempSync(join(storeFolder(env), '.staging-'));
  const content = join(staging, CONTENT);
  mkdirSync(content);
  return { staging, content };
}

/** Makes the package in `staging` the one that is installed from its source; one that was there before is gone. */
export async function keepPackage(place: Pick<InstalledPackage, 'kind' | 'source'>, staging: string, env: Environment): Promise<void> {
  writeFileSync(join(staging, SOURCE_FILE), `${JSON.stringify({ kind: place.kind, source: place.source }, null, 2)}\n`);
  await withLock(join(storeFolder(env), '.lock'), async () => {
    await dropFolder(folderOf(place, env));
    renameSync(staging, folderOf(place, env));
  });
}

export async function removePackage(place: Pick<InstalledPackage, 'kind' | 'source'>, env: Environment): Promise<void> {
  await withLock(join(storeFolder(env), '.lock'), () => dropFolder(folderOf(place, env)));
}

/** First out of sight: half a package is none. */
async function dropFolder(folder: string): Promise<void> {
  const away = join(folder, '..', `.dropped-${process.pid}-${Date.now()}`);
  try {
    renameSync(folder, away);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  rmSync(away, { recursive: true, force: true, maxRetries: 3 });
}
