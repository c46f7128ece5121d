import { basename } from 'node:path';
import { locateOffset } from '../../foundation/errors/code-frame.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { jsonErrorOffset, memberOffset } from './json-offsets.ts';
import { readTextFile } from './read-text-file.ts';

/** A package.json as it was read. */
export interface PackageJsonDocument {
  readonly file: string;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/**
 * Reads a package.json as Node and npm do: strict JSON, a byte order mark allowed. Undefined when there is no such file.
 * @throws unreadableFile; badPackageJson with the place
 */
export function readPackageJson(file: string): PackageJsonDocument | undefined {
  const text = readTextFile(file);
  if (text === undefined) return undefined;
  const json = parseJson(file, text);
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { file, text, json: json as Record<string, unknown> };
  const location = locateOffset(file, text, text.search(/\S/));
  throw mewsError('badPackageJson', { file, problem: 'its root is not an object' }, { location });
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const location = locateOffset(file, text, jsonErrorOffset(text));
    throw mewsError('badPackageJson', { file, problem: problemOf(error, text) }, { location, cause: error });
  }
}

/** V8's words, without the position and the excerpt that the code frame shows better. */
function problemOf(error: unknown, text: string): string {
  if (text.trim() === '') return 'it is empty';
  const words = (error as Error).message.replace(/ in JSON.*$/s, '').replace(/, (?:\.\.\.)?".*is not valid JSON$/s, '');
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The failure for a value under "mews" that has not the type it must have. */
export function badMewsSetting({ file, text }: PackageJsonDocument, bad: { setting: string; value: unknown; expected: string }): Error {
  const { setting, value, expected } = bad;
  const location = locateOffset(file, text, memberOffset(text, ['mews', setting]));
  return mewsError('badMewsSetting', { file: basename(file), setting, value: JSON.stringify(value), expected }, { location });
}
