import { describe, expect, test } from 'vitest';
import { nearPath } from '../../../src/foundation/errors/near-path.ts';
import { parseStack } from '../../../src/foundation/errors/parse-stack.ts';

describe('a line of a stack', () => {
  test.each([
    ['    at main (/p/a.ts:1:2)', 'at main (', '/p/a.ts', ')', true],
    ['    at /p/a.ts:1:2', 'at ', '/p/a.ts', '', true],
    ['    at async /p/a.ts:1:2', 'at async ', '/p/a.ts', '', true],
    ['    at async Promise.all (/p/a (b).ts:1:2)', 'at async Promise.all (', '/p/a (b).ts', ')', true],
    ['    at file:///p/a%20b.ts:1:2', 'at ', '/p/a b.ts', '', true],
    ['    at main (file:///p/%E0%A4%A.ts:1:2)', 'at main (', '/p/%E0%A4%A.ts', ')', true],
    ['    at main (file:///C:/p/a.ts:1:2)', 'at main (', 'C:/p/a.ts', ')', true],
    ['    at main (C:\\p\\a.ts:1:2)', 'at main (', 'C:\\p\\a.ts', ')', true],
    ['    at next (/p/node_modules/x/a.js:1:2)', 'at next (', '/p/node_modules/x/a.js', ')', false],
    ['    at next (C:\\p\\node_modules\\x\\a.js:1:2)', 'at next (', 'C:\\p\\node_modules\\x\\a.js', ')', false],
  ])('%s', (text, before, file, after, isOwn) => {
    expect(parseStack(text, '')).toEqual([{ before, place: { file, line: 1, column: 2 }, after, isOwn }]);
  });

  test.each(['    at node:internal/main:1:2', '    at Array.map (<anonymous>)'])('%s has no place of ours', (text) => {
    expect(parseStack(text, '')).toEqual([{ before: text.trim(), after: '', isOwn: false }]);
  });
});

describe('the lines before the calls', () => {
  const call = '    at /p/a.ts:1:2';
  const texts = (stack: string, message: string): string[] => parseStack(stack, message).map(({ before }) => before);

  test('are left out where they repeat the message', () => {
    expect(texts(`TypeError: one\ntwo\n${call}`, 'one\ntwo')).toEqual(['at ']);
    expect(texts(`TypeError: one\n${call}`, 'TypeError: one')).toEqual(['at ']);
  });

  test('stay where they say more', () => {
    expect(texts(`/p/a.ts:1\nthrow x\n^\nTypeError: one\n${call}`, 'one')).toHaveLength(5);
    expect(texts(`TypeError: one\n${call}`, 'two')).toEqual(['TypeError: one', 'at ']);
    expect(texts(`TypeError: one\n${call}`, '')).toEqual(['TypeError: one', 'at ']);
    expect(texts('no calls', 'no calls')).toEqual(['no calls']);
    expect(texts('', 'x')).toEqual([]);
  });
});

test.each([
  ['/p/src/a.ts', '/p', 'src/a.ts'],
  ['/p/src/a.ts', '/p/', 'src/a.ts'],
  ['/pack/a.ts', '/p', '/pack/a.ts'],
  ['/q/a.ts', '/p', '/q/a.ts'],
  ['/p', '/p', '/p'],
  ['/q/a.ts', '', '/q/a.ts'],
  ['/q/a.ts', '/', '/q/a.ts'],
  ['C:\\p\\src\\a.ts', 'C:\\p', 'src/a.ts'],
])('%s, seen from %s, is %s', (file, root, expected) => {
  expect(nearPath(file, root)).toBe(expected);
});
