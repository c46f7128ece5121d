import type * as Fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppEvent } from '../../../foundation/events/event.ts';

/** Milliseconds in which the reads of a request or a start are gathered into one message. */
const GATHER = 20;

let isFollowing = false;

type FilesEvent = Extract<AppEvent, { type: 'filesRead' | 'filesWritten' }>;

type Open = (file: unknown, ...rest: unknown[]) => unknown;

/** Functions that read a file whole or open it; `flags` is the place of the argument that says what for, where there is one. */
const READERS = [
  { name: 'readFile' },
  { name: 'readFileSync' },
  { name: 'createReadStream' },
  { name: 'open', flags: 1 },
  { name: 'openSync', flags: 1 },
] as const;
const WRITERS = ['writeFile', 'writeFileSync', 'appendFile', 'appendFileSync', 'createWriteStream'] as const;
const PROMISED = ['readFile', 'open', 'writeFile', 'appendFile'] as const;

/**
 * Tells which files below `root` the app reads while it runs (templates, views, data), and which it writes itself: a change of
 * those is no news to it. Packages, builds and hidden folders do not count. The first call counts.
 */
export function followFiles(root: string, report: (event: FilesEvent) => void): void {
  if (isFollowing) return;
  isFollowing = true;
  const base = root.endsWith(sep) ? root : root + sep;
  const kinds = { filesRead: gather('filesRead', report), filesWritten: gather('filesWritten', report) };
  const note = (file: unknown, isWrite: boolean): void => {
    const path = pathOf(file);
    if (!path?.startsWith(base) || /[\\/](node_modules|dist|\.[^\\/]+)[\\/]/.test(path.slice(base.length - 1))) return;
    kinds[isWrite ? 'filesWritten' : 'filesRead'](path);
  };
  const fs = process.getBuiltinModule('node:fs');
  for (const reader of READERS) wrap(fs, reader.name, (args) => note(args[0], 'flags' in reader && isForWriting(args[reader.flags])));
  for (const name of WRITERS) wrap(fs, name, (args) => note(args[0], true));
  for (const name of PROMISED) wrap(fs.promises, name, (args) => note(args[0], name === 'open' ? isForWriting(args[1]) : name !== 'readFile'));
  syncBuiltinESMExports();
}

/** Tells each file once, those of a moment together. */
function gather(type: FilesEvent['type'], report: (event: FilesEvent) => void): (path: string) => void {
  const known = new Set<string>();
  let found: string[] = [];
  const tell = (): void => {
    report({ type, files: found });
    found = [];
  };
  return (path) => {
    if (known.has(path)) return;
    known.add(path);
    if (found.push(path) === 1) setTimeout(tell, GATHER).unref();
  };
}

function wrap<T extends typeof Fs | typeof Fs.promises>(holder: T, name: keyof T, before: (args: readonly unknown[]) => void): void {
  const original = holder[name] as Open;
  const wrapped: Open = function wrapped(this: unknown, ...args) {
    before(args);
    return original.apply(this, args as [unknown]);
  };
  // Callers may look for the promisified form, and for the name.
  Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
  Object.assign(holder, { [name]: wrapped });
}

function isForWriting(flags: unknown): boolean {
  return typeof flags === 'string' ? /[wa+]/.test(flags) : typeof flags === 'number' && (flags & 3) !== 0;
}

function pathOf(file: unknown): string | undefined {
  if (typeof file === 'string') return resolve(file);
  if (file instanceof URL && file.protocol === 'file:') return fileURLToPath(file);
  return Buffer.isBuffer(file) ? resolve(file.toString()) : undefined;
}
