import { lstatSync, readlinkSync, realpathSync, statSync, watch, type FSWatcher } from 'node:fs';
import { dirname, join, parse, resolve, sep } from 'node:path';

/** Milliseconds of quiet after the last news: a certificate and its key are two files, written one after the other. */
const QUIET = 100;
/** Links in a path beyond which it is taken for a circle. */
const MOST_LINKS = 40;

export interface FileWatch {
  close(): void;
}

/**
 * Calls back when one of `files` (absolute paths, which need not exist) has become another: rewritten, replaced by a
 * rename, or reached through a link that points elsewhere now (Kubernetes' `..data`, Let's Encrypt's `live/`). The folders
 * are watched, not the files: a file that is replaced takes its watch with it. Does not keep the process alive. A folder
 * that cannot be watched is passed over.
 */
export function watchFiles(files: readonly string[], onChange: () => void): FileWatch {
  const watches = new Map<string, FSWatcher | undefined>();
  let seen = fingerprint(files);
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const look = (): void => {
    const now = fingerprint(files);
    follow();
    if (now === seen) return;
    seen = now;
    onChange();
  };
  const news = (): void => {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(look, QUIET).unref();
  };
  /** Links may lead through other folders than before. */
  const follow = (): void => {
    const wanted = new Set(files.flatMap(foldersOf));
    for (const [folder, watcher] of watches) {
      if (wanted.has(folder)) continue;
      watcher?.close();
      watches.delete(folder);
    }
    for (const folder of wanted) if (!watches.get(folder)) watches.set(folder, watchFolder(folder, news));
  };
  follow();
  return {
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      for (const watcher of watches.values()) watcher?.close();
      watches.clear();
    },
  };
}

function watchFolder(folder: string, news: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, news);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

/** What tells one state of the files from another without reading them. */
function fingerprint(files: readonly string[]): string {
  return files.map(stateOf).join('\n');
}

function stateOf(file: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(file);
    return `${realpathSync(file)} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch {
    return '';
  }
}

/** The folders in which a change may make `file` another one: its own, and those of every link on the way to it. */
function foldersOf(file: string): string[] {
  const folders = new Set([dirname(file)]);
  let rest = file;
  for (let links = 0; links < MOST_LINKS; links++) {
    const link = firstLink(rest);
    if (!link) break;
    folders.add(dirname(link.path));
    rest = join(resolve(dirname(link.path), link.target), link.beyond);
  }
  return [...folders.add(dirname(rest))];
}

function firstLink(path: string): { readonly path: string; readonly target: string; readonly beyond: string } | undefined {
  const { root } = parse(path);
  const names = path.slice(root.length).split(sep);
  for (let at = 1; at <= names.length; at++) {
    const part = root + names.slice(0, at).join(sep);
    if (lstatSync(part, { throwIfNoEntry: false })?.isSymbolicLink()) return { path: part, target: readlinkSync(part), beyond: names.slice(at).join(sep) };
  }
  return undefined;
}
