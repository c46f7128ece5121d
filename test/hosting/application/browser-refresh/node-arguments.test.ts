import { describe, expect, test } from 'vitest';
import { readBody, readHead } from '../../../../src/hosting/application/browser-refresh/node-arguments.ts';

describe('writeHead', () => {
  test.each<[string, readonly unknown[], string | undefined, [string, string[]][]]>([
    ['status only', [200], undefined, []],
    ['a message', [200, 'Fine'], 'Fine', []],
    ['an object', [200, { 'Content-Type': 'a', 'Set-Cookie': ['b', 'c'], Age: 1 }], undefined, [['Content-Type', ['a']], ['Set-Cookie', ['b', 'c']], ['Age', ['1']]]],
    ['a message and an object', [200, 'Fine', { A: 'b' }], 'Fine', [['A', ['b']]]],
    ['nothing for a message', [200, undefined, { A: 'b' }], undefined, [['A', ['b']]]],
    ['a flat list', [200, ['A', 'b', 'Set-Cookie', 'c', 'set-cookie', 'd']], undefined, [['A', ['b']], ['Set-Cookie', ['c', 'd']]]],
    ['a list of pairs', [200, [['A', 'b'], ['C', ['d', 'e']]]], undefined, [['A', ['b']], ['C', ['d', 'e']]]],
    ['an empty list', [200, []], undefined, []],
  ])('with %s', (_name, args, message, fields) => {
    const head = readHead(args);
    expect([head.status, head.message, [...head.fields.values()].map(({ name, values }) => [name, values])]).toEqual([200, message, fields]);
  });
});

describe('write and end', () => {
  const done = (): void => {};

  test.each<[string, readonly unknown[], string, boolean]>([
    ['text', ['é'], 'c3a9', false],
    ['text in an encoding', ['6869', 'hex', done], '6869', true],
    ['text in an encoding that is none', ['hi', 'nonsense'], '6869', false],
    ['text and a callback', ['hi', done], '6869', true],
    ['octets', [Buffer.from('hi')], '6869', false],
    ['an array of octets', [new Uint8Array([104, 105])], '6869', false],
    ['what Fastify gives', ['hi', null, null], '6869', false],
    ['nothing', [], '', false],
    ['null', [null, null, done], '', true],
    ['a callback', [done], '', true],
  ])('with %s', (_name, args, hex, hasCallback) => {
    const given = readBody(args);
    expect([Buffer.from(given?.octets ?? []).toString('hex'), given?.done === done]).toEqual([hex, hasCallback]);
  });

  test.each([1, {}, []])('with %j, which Node refuses', (chunk) => {
    expect(readBody([chunk])).toBeUndefined();
  });
});
