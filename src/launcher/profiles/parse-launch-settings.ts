import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { locateOffset } from '../../foundation/errors/code-frame.ts';
import { mewsError, type MewsError } from '../../foundation/errors/mews-error.ts';
import { describeJsonProblem } from '../../foundation/errors/json-problem.ts';
import { locationOf, membersOf, type SettingsDocument, type SettingsValue } from './settings-value.ts';

/** One member of `profiles`, unchecked. `file` is where the profile begins. */
export interface RawProfile {
  readonly name: string;
  readonly file: string;
  readonly value: SettingsValue;
}

/** A launch settings file, its profiles in file order. */
export interface LaunchSettings {
  readonly file: string;
  /** The file that was merged over it, if any. */
  readonly localFile?: string;
  readonly profiles: readonly RawProfile[];
  readonly iisSettings: SettingsValue | undefined;
}

/** System.Text.Json's default for the nesting of objects and arrays. */
const DEEPEST = 64;

// jsonc-parser exports its token kinds as a const enum, which cannot be used under isolatedModules.
const OPENING = new Set([1, 3]);
const CLOSING = new Set([2, 4]);
const END_OF_FILE = 17;

/**
 * Reads the text of a launch settings file as strictly as System.Text.Json does with comments and trailing commas allowed.
 * Of members with the same name the last one wins, at the place of the first.
 * @throws badLaunchSettings for what is not JSON; profilesNotAnObject when there are no `profiles` to choose from. Both with a location.
 */
export function parseLaunchSettings({ file, text }: SettingsDocument): LaunchSettings {
  const document = { file, text: text.replace(/^\uFEFF/, '') };
  const root = parseDocument(document);
  const profiles = membersOf(root)?.get('profiles');
  const members = membersOf(profiles);
  if (!members) throw mewsError('profilesNotAnObject', { file }, { location: locationOf(profiles ?? root) });
  return {
    file,
    profiles: toRawProfiles(members),
    iisSettings: membersOf(root)?.get('iisSettings'),
  };
}

/** Profiles from the members of a `profiles` object. */
export function toRawProfiles(members: ReadonlyMap<string, SettingsValue>): RawProfile[] {
  return [...members].map(([name, value]) => ({ name, file: value.document.file, value }));
}

function parseDocument(document: SettingsDocument): SettingsValue {
  refuseTooDeep(document);
  const errors: ParseError[] = [];
  const node = parseTree(document.text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) throw badJson(document, first.offset, describeJsonProblem(first, document.text));
  if (!node) throw badJson(document, 0, 'a value is expected');
  return toSettingsValue(node, document);
}

/** The parser is recursive: the depth is checked before it can overflow the stack. */
function refuseTooDeep(document: SettingsDocument): void {
  const scanner = createScanner(document.text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== END_OF_FILE; token = scanner.scan()) {
    if (OPENING.has(token)) depth++;
    if (CLOSING.has(token)) depth--;
    if (depth > DEEPEST) throw badJson(document, scanner.getTokenOffset(), `it is nested deeper than ${DEEPEST} levels`);
  }
}

function toSettingsValue(node: Node, document: SettingsDocument): SettingsValue {
  const { offset, length, children = [] } = node;
  if (node.type === 'array') {
    return { document, offset, length, value: children.map((child) => toSettingsValue(child, document)) };
  }
  if (node.type !== 'object') return { document, offset, length, value: node.value as string | number | boolean | null };
  const members = new Map<string, SettingsValue>();
  for (const { children: [key, value] = [] } of children) {
    if (key && value) members.set(String(key.value), toSettingsValue(value, document));
  }
  return { document, offset, length, value: members };
}

function badJson(document: SettingsDocument, offset: number, problem: string): MewsError {
  const location = locateOffset(document.file, document.text, offset);
  return mewsError('badLaunchSettings', { file: document.file, problem }, { location });
}
