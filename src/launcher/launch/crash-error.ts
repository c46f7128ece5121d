import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { codeFrame } from '../../foundation/errors/code-frame.ts';
import { mewsError, type MewsError, type SourceLocation } from '../../foundation/errors/mews-error.ts';
import type { AppEvent } from '../../foundation/events/event.ts';

/** A crash on start as an error with the place in the app's own source that it came from. Node printed the stack already. */
export function crashError({ name, message, stack }: Extract<AppEvent, { type: 'crashed' }>, exitCode: number): MewsError {
  const missing = /^Cannot find (?:package|module) '([^'./][^']*)'/.exec(message)?.[1];
  if (missing !== undefined) return mewsError('packageNotFound', { package: missing });
  const location = firstOwnFrame(stack);
  const firstLine = message.split('\n')[0] ?? '';
  return mewsError('appCrashed', { error: firstLine ? `${name}: ${firstLine}` : name, exitCode }, location ? { location } : {});
}

/** The first frame of a source-mapped stack that lies in a file of the app, not in Node or a package. */
function firstOwnFrame(stack: string): SourceLocation | undefined {
  for (const [, place = '', line = '', column = ''] of stack.matchAll(/^\s+at .*?\(?((?:file:\/\/|[A-Za-z]:\\|\/)[^()]*?):(\d+):(\d+)\)?$/gm)) {
    const file = place.startsWith('file:') ? fileURLToPath(place) : place;
    if (file.includes('node_modules')) continue;
    const text = read(file);
    const position = { line: Number(line), column: Number(column) };
    if (text !== undefined) return { file, ...position, frame: codeFrame(text, position) };
  }
  return undefined;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
