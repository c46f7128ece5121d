import { isBuiltin } from 'node:module';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { IDENTIFIERS_IN_USE } from './identifiers-in-use.ts';

/** A project's name in the forms in which files need it. */
export interface NameForms {
  /** As it was given: for titles and texts. */
  readonly name: string;
  /** A name that npm takes: `@scope/my.app-2`. */
  readonly packageName: string;
  /** For files, folders and hosts: `my-app-2`. */
  readonly kebab: string;
  /** For types: `MyApp2`. */
  readonly pascal: string;
  /** For values: `myApp2`. */
  readonly camel: string;
}

/** npm's limit for names of packages. */
const LONGEST_PACKAGE_NAME = 214;
const LONGEST = 100;

/** What paths, quotes and template literals are made of, here or on Windows, and what nobody can see. */
const FORBIDDEN = /[<>:"\\|?*`$\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
const SCOPED = /^@([^/]+)\/([^/]+)$/;
/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;
/** Letters that Unicode does not take apart into a base letter and a mark. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' };
const FALLBACK = 'app';

/**
 * Refuses what no file system, no package and no source text could hold.
 * @throws badProjectName
 */
export function checkProjectName(name: string): void {
  const problem = problemOf(name);
  if (problem !== undefined) throw mewsError('badProjectName', { name, problem });
}

function problemOf(name: string): string | undefined {
  if (name.trim() === '') return 'it is empty';
  if (name.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  const [forbidden] = FORBIDDEN.exec(name) ?? [];
  if (forbidden !== undefined) return `it has ${/[\p{C}\p{Z}]/u.test(forbidden) ? 'a control character' : `'${forbidden}'`} in it`;
  if (name.includes('/') && !SCOPED.test(name)) return `'/' separates the scope from the name in '@scope/name', and is nowhere else`;
  const folder = folderName(name);
  if (folder !== folder.trim() || folder.endsWith('.')) return 'blanks around it and a dot at its end do not make a folder on every system';
  if (DEVICE.test(folder)) return 'Windows keeps that name for a device';
  return undefined;
}

/** The folder that a project of this name is made in: the scope is left out. */
export function folderName(name: string): string {
  return SCOPED.exec(name)?.[2] ?? name;
}

/** All forms of a name. `taken` are the packages that the project depends on: npm installs none into a package of its own name. */
export function nameForms(name: string, taken: readonly string[] = []): NameForms {
  const words = wordsOf(folderName(name));
  const pascal = identifier(words.map(capitalized).join(''));
  return {
    name,
    packageName: packageName(name, taken),
    kebab: slug(folderName(name)).replaceAll(/[._~]+/g, '-'),
    pascal: free(pascal),
    camel: free(identifier(words.map((word, at) => (at === 0 ? word.toLowerCase() : capitalized(word))).join(''))),
  };
}

function packageName(name: string, taken: readonly string[]): string {
  const [, scope, rest = name] = SCOPED.exec(name) ?? [];
  const full = `${scope === undefined ? '' : `@${slug(scope)}/`}${slug(rest)}`.slice(0, LONGEST_PACKAGE_NAME);
  const isReserved = isBuiltin(full) || full === 'node_modules' || full === 'mews' || taken.includes(full);
  return isReserved ? `${full}-${FALLBACK}` : full;
}

/** Lower-case ASCII with single hyphens; dots stay. What has no ASCII form is left out. */
function slug(text: string): string {
  const plain = split(text).normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^\p{ASCII}]/gu, (letter) => PLAIN_LETTERS[letter] ?? '-');
  const found = plain.replaceAll(/[^a-z0-9._~]+/g, '-').replaceAll(/-*([._~])[-._~]*/g, '$1').replaceAll(/^[-._~]+|[-._~]+$/g, '');
  return found === '' ? FALLBACK : found;
}

/** Blanks where one word ends and another begins without any: `MyHTTPApp` is three words. */
function split(text: string): string {
  return text.replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2').replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
}

function wordsOf(text: string): string[] {
  return split(text.normalize('NFC')).match(/[\p{ID_Continue}]+/gu)?.flatMap((word) => word.split('_')).filter((word) => word !== '') ?? [];
}

function capitalized(word: string): string {
  const [first = '', ...rest] = word;
  return first.toUpperCase() + rest.join('');
}

function identifier(word: string): string {
  if (word === '') return 'App';
  return /^\p{ID_Start}/u.test(word) ? word : `_${word}`;
}

/** Not a keyword, nor a name that means something already. */
function free(word: string): string {
  return IDENTIFIERS_IN_USE.has(word) || word in globalThis ? `${word}App` : word;
}
