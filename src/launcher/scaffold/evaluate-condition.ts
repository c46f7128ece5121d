import type { SymbolValue } from './template.ts';

/** A condition that cannot be read. */
export class ConditionError extends Error {}

type Token = { readonly kind: 'word' | 'operator'; readonly text: string } | { readonly kind: 'value'; readonly value: SymbolValue };

const TOKEN = /\s*(?:(==|!=|<=|>=|&&|\|\||[!()<>])|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?\d+(?:\.\d+)?)|([A-Za-z_]\w*))/y;

/**
 * The value of a template's condition: `(!noHttps && typecheck == "gate")`. Operators are those of C#, from `||` up to `!`;
 * a word is a symbol, or the name of a choice where no symbol has it. What has no value is false.
 * @throws ConditionError
 */
export function evaluateCondition(condition: string, values: ReadonlyMap<string, SymbolValue>): boolean {
  const tokens = tokenize(condition);
  let at = 0;
  const isNext = (...operators: readonly string[]): boolean => {
    const token = tokens[at];
    return token?.kind === 'operator' && operators.includes(token.text);
  };
  const take = (): Token => tokens[at++] ?? fail(condition, 'it ends too early');

  const either = (): SymbolValue => {
    let value = both();
    while (isNext('||')) {
      take();
      const right = both();
      value = isTrue(value) || isTrue(right);
    }
    return value;
  };
  const both = (): SymbolValue => {
    let value = comparison();
    while (isNext('&&')) {
      take();
      const right = comparison();
      value = isTrue(value) && isTrue(right);
    }
    return value;
  };
  const comparison = (): SymbolValue => {
    const left = operand();
    if (!isNext('==', '!=', '<', '>', '<=', '>=')) return left;
    const operator = take();
    return compare(left, operator.kind === 'operator' ? operator.text : '', operand());
  };
  const operand = (): SymbolValue => {
    const token = take();
    if (token.kind === 'value') return token.value;
    if (token.kind === 'word') return valueOf(token.text, values);
    if (token.text === '!') return !isTrue(operand());
    if (token.text !== '(') return fail(condition, `'${token.text}' is not expected there`);
    const value = either();
    if (!isNext(')')) fail(condition, `a ')' is missing`);
    take();
    return value;
  };

  const value = either();
  if (at < tokens.length) fail(condition, 'it goes on after its end');
  return isTrue(value);
}

function tokenize(condition: string): Token[] {
  const tokens: Token[] = [];
  const end = condition.trimEnd().length;
  for (let from = 0; from < end; from = TOKEN.lastIndex) {
    TOKEN.lastIndex = from;
    const found = TOKEN.exec(condition) ?? fail(condition, `'${condition.slice(from).trim()}' is not understood`);
    const [, operator, double, single, number, word] = found;
    const quoted = double ?? single;
    if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (quoted !== undefined) tokens.push({ kind: 'value', value: quoted.replaceAll(/\\(.)/g, '$1') });
    else if (number !== undefined) tokens.push({ kind: 'value', value: Number(number) });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

function valueOf(word: string, values: ReadonlyMap<string, SymbolValue>): SymbolValue {
  const value = values.get(word);
  if (value !== undefined) return value;
  return word === 'true' || word === 'false' ? word === 'true' : word;
}

/** A name without a value is text here, and not what anybody would call true. */
function isTrue(value: SymbolValue): boolean {
  return typeof value === 'string' ? value.toLowerCase() === 'true' : Boolean(value);
}

function compare(left: SymbolValue, operator: string, right: SymbolValue): boolean {
  const order = orderOf(left, right);
  if (operator === '==') return order === 0;
  if (operator === '!=') return order !== 0;
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return operator === '<=' ? order <= 0 : order >= 0;
}

/** As numbers where both are, else as texts whose case does not count. */
function orderOf(left: SymbolValue, right: SymbolValue): number {
  const [a, b] = [Number(left), Number(right)];
  if (typeof left !== 'boolean' && typeof right !== 'boolean' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  const [x, y] = [String(left).toLowerCase(), String(right).toLowerCase()];
  return x === y ? 0 : x < y ? -1 : 1;
}

function fail(condition: string, problem: string): never {
  throw new ConditionError(`the condition '${condition}' cannot be read: ${problem}`);
}
