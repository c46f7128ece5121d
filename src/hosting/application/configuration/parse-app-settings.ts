import { getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { locateOffset } from '../../../foundation/errors/code-frame.ts';
import { describeJsonProblem } from '../../../foundation/errors/json-problem.ts';
import { mewsError, type SourceLocation } from '../../../foundation/errors/mews-error.ts';
import type { ConfigurationSection } from './configuration-section.ts';

interface Document {
  /** As errors name it: the path. */
  readonly file: string;
  readonly text: string;
}

/**
 * Writes a settings file over `configuration` (ASP.NET Core's JSON configuration provider: comments and trailing commas
 * allowed, a key twice in one object refused, numbers and booleans as text). Error: badAppSettings, with its place.
 */
export function applyAppSettings(configuration: ConfigurationSection, { file, text: raw }: Document): void {
  const document = { file, text: raw.replace(/^\uFEFF/, '') };
  const errors: ParseError[] = [];
  const root = parseTree(document.text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) throw broken(document, first.offset, describeJsonProblem(first, document.text));
  if (root?.type !== 'object') throw broken(document, root?.offset ?? 0, 'top-level JSON element must be an object');
  applyObject(root, [], { configuration, document });
}

interface Target {
  readonly configuration: ConfigurationSection;
  readonly document: Document;
}

function apply(node: Node, keys: readonly string[], target: Target): void {
  if (node.type === 'object' && node.children?.length) return applyObject(node, keys, target);
  if (node.type === 'array' && node.children?.length) return node.children.forEach((child, at) => apply(child, [...keys, String(at)], target));
  const { configuration, document } = target;
  const locate = ({ offset }: Node): SourceLocation => locateOffset(document.file, document.text, offset);
  configuration.set(keys, { text: textOf(node), from: document.file, locate: () => locate(node), locateKey: (levels) => locate(keyOf(node, levels)) });
}

/** The name of the property that has `node`, or that is `levels` above it; elements of lists have none, and stand for themselves. */
function keyOf(node: Node, levels: number): Node {
  const { parent } = node;
  const name = parent?.type === 'property' ? parent.children?.[0] : undefined;
  const container = name ? parent?.parent : parent;
  return levels === 0 || !container ? (name ?? node) : keyOf(container, levels - 1);
}

function applyObject(node: Node, keys: readonly string[], target: Target): void {
  const seen = new Set<string>();
  for (const { children: [name, value] = [] } of node.children ?? []) {
    if (!name || !value) continue;
    const key = String(name.value);
    if (seen.has(key.toLowerCase())) throw broken(target.document, name.offset, `a duplicate key '${[...keys, key].join(':')}' was found`);
    seen.add(key.toLowerCase());
    apply(value, [...keys, key], target);
  }
}

/** Empty objects and lists are there, and say nothing. */
function textOf(node: Node): string | null {
  if (node.type === 'object' || node.type === 'array') return '';
  const value: unknown = getNodeValue(node);
  return value === null ? null : String(value);
}

function broken({ file, text }: Document, offset: number, problem: string): Error {
  return mewsError('badAppSettings', { file, problem }, { location: locateOffset(file, text, offset) });
}
