import { extname } from 'node:path';
import { ConditionError, evaluateCondition } from './evaluate-condition.ts';
import type { SymbolValue } from './template.ts';

/** How a directive is written on a line of its own: the comment of the language, with `#if` in it. */
const SLASHES = /^\s*\/\/\s*#(if|elseif|else|endif)\b(.*)$/;
const OTHERS: readonly (readonly [extensions: string, pattern: RegExp])[] = [
  ['.html .htm .xml .svg .md', /^\s*<!--\s*#(if|elseif|else|endif)\b(.*?)-->\s*$/],
  ['.yml .yaml .sh .toml .env .ini .conf .properties .gitignore gitignore Dockerfile', /^\s*#(if|elseif|else|endif)\b(.*)$/],
  ['.css .scss .less', /^\s*\/\*\s*#(if|elseif|else|endif)\b(.*?)\*\/\s*$/],
];

/** An `#if` that is open: whether its current branch is taken, whether any was, and whether what is around it is. */
interface Block {
  readonly line: number;
  readonly isAround: boolean;
  isTaken: boolean;
  wasTaken: boolean;
  hasElse: boolean;
}

/**
 * Leaves out what the conditions of a template's file do not want, and the lines of the conditions themselves:
 * `//#if (x)`, `//#elseif`, `//#else`, `//#endif`, in the comments of the file's language. A comma that nothing follows any
 * more in a JSON file goes, too.
 * @throws ConditionError, with the line
 */
export function applyConditions(text: string, file: string, values: ReadonlyMap<string, SymbolValue>): string {
  if (!/#if\b/.test(text)) return text;
  const pattern = directiveOf(file);
  const open: Block[] = [];
  const kept: string[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const [, word, condition = ''] = pattern.exec(line.trimEnd()) ?? [];
    const block = open.at(-1);
    if (word === undefined) {
      if (block?.isTaken !== false) kept.push(line);
    } else {
      turn(word, { condition: condition.trim(), line: at + 1, open, values });
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw new ConditionError(`line ${unclosed.line}: an #if without #endif`);
  return (file.endsWith('.json') ? withoutLastCommas(kept) : kept).join('\n');
}

interface Directive {
  readonly condition: string;
  readonly line: number;
  readonly open: Block[];
  readonly values: ReadonlyMap<string, SymbolValue>;
}

function turn(word: string, { condition, line, open, values }: Directive): void {
  const holds = (): boolean => evaluateCondition(condition, values);
  if (word === 'if') {
    const isAround = open.at(-1)?.isTaken !== false;
    const isTaken = isAround && holds();
    open.push({ line, isAround, isTaken, wasTaken: isTaken, hasElse: false });
    return;
  }
  const block = open.at(-1);
  if (!block || (block.hasElse && word !== 'endif')) throw new ConditionError(`line ${line}: an #${word} that belongs to no #if`);
  if (word === 'endif') {
    open.pop();
    return;
  }
  block.hasElse = word === 'else';
  block.isTaken = block.isAround && !block.wasTaken && (block.hasElse || holds());
  block.wasTaken ||= block.isTaken;
}

function directiveOf(file: string): RegExp {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const extension = extname(name) || name;
  return OTHERS.find(([extensions]) => extensions.split(' ').includes(extension))?.[1] ?? SLASHES;
}

/** Whole lines are left out, so it is at the end of a line that a comma can be left over. */
function withoutLastCommas(lines: readonly string[]): string[] {
  return lines.map((line, at) => {
    if (!/,\s*$/.test(line)) return line;
    const next = lines.slice(at + 1).find((later) => later.trim() !== '');
    return next !== undefined && /^\s*[}\]]/.test(next) ? line.replace(/,(\s*)$/, '$1') : line;
  });
}
