import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { applyConditions } from './apply-conditions.ts';
import { ConditionError } from './evaluate-condition.ts';
import { matchesAny } from './glob.ts';
import { contentReplacements, pathReplacements, type ReplacementFacts, type Replacements } from './replacements.ts';
import { holds } from './resolve-symbols.ts';
import { safePath } from './safe-path.ts';
import type { SourceChoice, TemplateSource } from './template.ts';
import { isExecutable, listTemplateFiles } from './template-files.ts';

/** A file of a project that is to be. */
export interface ProjectFile {
  /** Relative to the project, with slashes; never leads out of it. */
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly isExecutable: boolean;
}

/** Octets of a file that are looked at to tell text from other things. */
const PROBE = 8000;

/**
 * The files that a template makes with these values. Reads the template, writes nothing.
 * @throws badTemplate, unsafeTemplate, unreadableFile
 */
export function renderTemplate(facts: ReplacementFacts): ProjectFile[] {
  const { template, values } = facts;
  const inPaths = pathReplacements(facts);
  const inContent = contentReplacements(facts);
  const files = new Map<string, ProjectFile>();
  for (const source of template.sources.filter(({ condition }) => holds(condition, { template, values }))) {
    const folder = join(template.folder, safePath(source.source, template.name));
    const modifiers = source.modifiers.filter(({ condition }) => holds(condition, { template, values }));
    for (const path of listTemplateFiles({ template: template.name, folder })) {
      if (!isTaken(path, source, modifiers)) continue;
      const written = [source.target, renamed(path, [source, ...modifiers])].map((part) => safePath(part, template.name));
      const target = safePath(inPaths.apply(written.filter((part) => part !== '').join('/')), template.name);
      if (files.has(target)) throw mewsError('badTemplate', { template: template.name, problem: `two of its files become '${target}'` });
      const file = join(folder, path);
      const content = matchesAny(path, source.copyOnly) ? readFileSync(file) : render(file, { path, facts, inContent });
      files.set(target, { path: target, content, isExecutable: isExecutable(file) });
    }
  }
  return [...files.values()];
}

function isTaken(path: string, source: TemplateSource, modifiers: readonly SourceChoice[]): boolean {
  const include = [...source.include, ...modifiers.flatMap((modifier) => modifier.include)];
  const exclude = [...source.exclude, ...modifiers.flatMap((modifier) => modifier.exclude)];
  return (include.length === 0 || matchesAny(path, include)) && !matchesAny(path, exclude);
}

/** A file, or a folder with all that is in it, under its new name. */
function renamed(path: string, choices: readonly SourceChoice[]): string {
  for (const [from, to] of choices.flatMap(({ rename }) => [...rename])) {
    if (path === from) return to;
    if (path.startsWith(`${from}/`)) return to + path.slice(from.length);
  }
  return path;
}

interface RenderContext {
  readonly path: string;
  readonly facts: ReplacementFacts;
  readonly inContent: Replacements;
}

/** Text with its conditions decided and its placeholders filled; anything else as it is. */
function render(file: string, { path, facts: { template, values }, inContent }: RenderContext): string | Uint8Array {
  const octets = readFileSync(file);
  if (octets.subarray(0, PROBE).includes(0) || !isUtf8(octets)) return octets;
  try {
    return inContent.apply(applyConditions(octets.toString('utf8'), path, values));
  } catch (error) {
    if (error instanceof ConditionError) throw mewsError('badTemplate', { template: template.name, problem: `${path}, ${error.message}` }, { cause: error });
    throw error;
  }
}
