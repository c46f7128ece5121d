import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type * as Dotenv from 'dotenv';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { namesIn } from './path-kind.ts';
import { readTextFile } from './read-text-file.ts';

/** The variables of one `.env` file. */
export interface DotenvLayer {
  /** The file's name, as reasons name it. */
  readonly from: string;
  readonly file: string;
  readonly variables: ReadonlyMap<string, string>;
}

export interface DotenvQuery {
  readonly root: string;
  /** Such as `Development`; a file's name has it in this case, else in lower case. */
  readonly environmentName: string;
}

// Most projects have no .env file: the parser is loaded when there is one.
const load = createRequire(import.meta.url);

/**
 * `.env` and `.env.local`, lowest first: they may name the environment that chooses the other two. Missing files are left
 * out. The parser is dotenv's; process.env is not touched.
 * @throws unreadableFile
 */
export function readBaseDotenvFiles(root: string): DotenvLayer[] {
  return ['.env', '.env.local'].flatMap((name) => readLayer(join(root, name)));
}

/**
 * `.env.<environment>` and `.env.<environment>.local`, which go over the two above.
 * @throws unreadableFile
 */
export function readEnvironmentDotenvFiles({ root, environmentName }: DotenvQuery): DotenvLayer[] {
  // An environment is a word: one with a slash would lead out of the project, and "local" is no environment but the file above.
  if (environmentName === '' || environmentName.toLowerCase() === 'local' || /[/\\\0]/.test(environmentName)) return [];
  const present = new Set(namesIn(root));
  return ['', '.local'].flatMap((ending) => {
    const spellings = [environmentName, environmentName.toLowerCase()].map((name) => `.env.${name}${ending}`);
    const name = spellings.find((spelling) => present.has(spelling));
    return name === undefined ? [] : readLayer(join(root, name));
  });
}

function readLayer(file: string): DotenvLayer[] {
  const text = readTextFile(file);
  if (text === undefined) return [];
  if (text.includes('\0')) throw mewsError('unreadableFile', { file, reason: 'it is not a text in UTF-8' });
  const { parse } = load('dotenv') as typeof Dotenv;
  return [{ from: basename(file), file, variables: new Map(Object.entries(parse(text))) }];
}
