import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, type ParseError } from 'jsonc-parser';
import { locateOffset } from '../../foundation/errors/code-frame.ts';
import { describeJsonProblem } from '../../foundation/errors/json-problem.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { unreadableFile } from '../../foundation/errors/unreadable-file.ts';
import { readSymbols } from './read-symbols.ts';
import { type PostAction, type SourceChoice, type Template, TEMPLATE_FILE, type TemplateSource } from './template.ts';
import { oneLine, TemplateMembers } from './template-members.ts';

/** Whether a folder says that it is a template. */
export function isTemplate(folder: string): boolean {
  return existsSync(join(folder, TEMPLATE_FILE));
}

/**
 * Reads the description of the template in `folder`. Comments and trailing commas are allowed.
 * @throws unreadableFile, badTemplate
 */
export function readTemplate(folder: string, isForeign: boolean): Template {
  const members = new TemplateMembers(basename(folder), '', parseTemplate(join(folder, TEMPLATE_FILE)));
  const shortNames = members.texts('shortName');
  const odd = shortNames.find((name) => !/^[\w@][\w.@/-]*$/.test(name));
  if (shortNames.length === 0) members.refuse('shortName', 'is missing or empty');
  if (odd !== undefined) members.refuse('shortName', `is '${odd}': letters, digits and . - _ make one`);
  return {
    folder,
    isForeign,
    identity: members.requiredLine('identity'),
    name: members.requiredLine('name'),
    shortNames,
    description: members.line('description') ?? '',
    author: members.line('author') ?? '',
    tags: members.texts(members.has('tags') ? 'tags' : 'classifications').map(oneLine),
    sourceName: members.text('sourceName') || undefined,
    preferNameDirectory: members.flag('preferNameDirectory', true),
    symbols: readSymbols(members.object('symbols')),
    sources: members.has('sources') ? members.objects('sources').map(readSource) : [readSource(new TemplateMembers(basename(folder), 'sources', {}))],
    postActions: members.objects('postActions').map(readPostAction),
  };
}

function parseTemplate(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch {
    const errors: ParseError[] = [];
    const value: unknown = parse(text, errors, { allowTrailingComma: true });
    const [first] = errors;
    if (!first) return value;
    throw mewsError('badTemplate', { template: file, problem: describeJsonProblem(first, text) }, { location: locateOffset(file, text, first.offset) });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw unreadableFile(file, error);
  }
}

function readSource(members: TemplateMembers): TemplateSource {
  return {
    ...readChoice(members),
    source: members.text('source') ?? './',
    target: members.text('target') ?? './',
    copyOnly: members.texts('copyOnly'),
    condition: members.text('condition'),
    modifiers: members.objects('modifiers').map((modifier) => ({ ...readChoice(modifier), condition: modifier.text('condition') })),
  };
}

function readChoice(members: TemplateMembers): SourceChoice {
  const rename = members.object('rename');
  return {
    include: members.texts('include'),
    exclude: members.texts('exclude'),
    rename: new Map(rename.names().map((name) => [name, rename.requiredText(name)])),
  };
}

function readPostAction(members: TemplateMembers): PostAction {
  const action = members.oneOf('action', ['restore', 'script', 'instructions']);
  const args = members.object('args');
  return {
    action,
    description: members.line('description') ?? '',
    condition: members.text('condition'),
    continueOnError: members.flag('continueOnError', false),
    manualInstructions: members.objects('manualInstructions').map((instruction) => instruction.requiredLine('text')).join(' '),
    executable: action === 'script' ? args.requiredText('executable') : '',
    args: args.texts('args'),
  };
}
