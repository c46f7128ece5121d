import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatBoundAddress, formatSocketPath } from '../../foundation/addresses/bound-address.ts';
import { codeFrame } from '../../foundation/errors/code-frame.ts';
import { mewsError, type MewsError, type SourceLocation } from '../../foundation/errors/mews-error.ts';
import type { AppEvent } from '../../foundation/events/event.ts';
import { describePortHolder } from '../../foundation/process/port-holder.ts';

/** Node's words for an import or require of a package, or of a part of it, that is not there; the package's name. */
const MISSING_PACKAGE = /^Cannot find (?:package|module) '((?:@[^'/]+\/)?[^'@./:\\][^'/:\\]*)['/]/;

/** Node's words for a source it does not know how to run, and the head of a stack that begins in one it took for JavaScript. */
const UNBUNDLED = [/^TypeError.*: Unknown file extension "\.[cm]?tsx?" for (.+)$/m, /^((?:file:\/\/)?\/.+\.[cm]?tsx?):\d+\n[^]*?^SyntaxError/m];

export interface CrashContext {
  readonly exitCode: number;
  /** The package folder of the running mews: its own code is no place to look for the reason. */
  readonly mewsRoot: string;
}

/** A crash on start as an error with the place in the app's own source that it came from. Node printed the stack already. */
export function crashError({ name, message, stack }: Extract<AppEvent, { type: 'crashed' }>, { exitCode, mewsRoot }: CrashContext): MewsError {
  const unbound = listenError(message);
  if (unbound) return unbound;
  const missing = MISSING_PACKAGE.exec(message)?.[1];
  if (missing !== undefined) return mewsError('packageNotFound', { package: missing });
  const unbundled = UNBUNDLED.map((words) => words.exec(stack)?.[1]).find((found) => found !== undefined);
  if (unbundled !== undefined) return mewsError('sourceLoadedAtRunTime', { file: pathOf(unbundled), node: process.versions.node });
  const location = firstOwnFrame(stack, mewsRoot);
  const firstLine = message.split('\n')[0] ?? '';
  return mewsError('appCrashed', { error: firstLine ? `${name}: ${firstLine}` : name, exitCode }, location ? { location } : {});
}

/** A `listen()` whose failure nobody handled, in Node's words: `listen EADDRINUSE: address already in use :::3000`. */
function listenError(message: string): MewsError | undefined {
  const [, code, reason = '', place = ''] = /^listen (E[A-Z]+): (.+?) (\/.*|\S*:\d+)$/.exec(message) ?? [];
  if (code === undefined) return undefined;
  const colon = place.lastIndexOf(':');
  const port = Number(place.slice(colon + 1));
  const isPath = place.startsWith('/');
  const address = isPath ? formatSocketPath('http', place) : formatBoundAddress({ scheme: 'http', host: place.slice(0, colon), port });
  if (code === 'EADDRINUSE') return mewsError('addressInUse', { address, holder: isPath ? '' : describePortHolder(port) });
  return mewsError('bindFailed', { address, reason: `${reason} (${code})` });
}

/** The first frame of a source-mapped stack that lies in a file of the app, not in Node, a package or mews. */
function firstOwnFrame(stack: string, mewsRoot: string): SourceLocation | undefined {
  const own = join(mewsRoot, 'dist', sep);
  for (const [, place = '', line = '', column = ''] of stack.matchAll(/^\s+at .*?\(?((?:file:\/\/|[A-Za-z]:\\|\/)[^()]*?):(\d+):(\d+)\)?$/gm)) {
    const file = pathOf(place);
    if (file.includes('node_modules') || file.startsWith(own)) continue;
    const text = read(file);
    const position = { line: Number(line), column: Number(column) };
    if (text !== undefined) return { file, ...position, frame: codeFrame(text, position) };
  }
  return undefined;
}

function pathOf(place: string): string {
  return place.startsWith('file:') ? fileURLToPath(place) : place;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
