import { expect, test } from 'vitest';
import { readListenArguments } from '../../../../src/hosting/application/own-listen/listen-arguments.ts';

const callback = (): void => {};
const { signal } = new AbortController();

test.each([
  [[], { options: { port: 0 }, callback: undefined }],
  [[callback], { options: { port: 0 }, callback }],
  [[3000], { options: { port: 3000 }, callback: undefined }],
  [['3000'], { options: { port: 3000 }, callback: undefined }],
  [[undefined, callback], { options: { port: 0 }, callback }],
  [[null], { options: { port: 0 }, callback: undefined }],
  [[3000, callback], { options: { port: 3000 }, callback }],
  [[3000, '::', callback], { options: { port: 3000, host: '::' }, callback }],
  [[3000, 100, callback], { options: { port: 3000, backlog: 100 }, callback }],
  [[3000, 'localhost', 100, callback], { options: { port: 3000, host: 'localhost', backlog: 100 }, callback }],
  [[3000, undefined, callback], { options: { port: 3000 }, callback }],
  [[{ port: 3000, host: 'a', signal, exclusive: true }, callback], { options: { port: 3000, host: 'a', signal, exclusive: true }, callback }],
  [[{ port: undefined }], { options: { port: 0 }, callback: undefined }],
])('listen(%o) asks for a TCP port', (args, expected) => {
  expect(readListenArguments(args)).toEqual(expected);
});

test.each([[['/tmp/x.sock']], [[{ path: '/tmp/x.sock' }]], [[{ fd: 3 }]], [[{ _handle: {} }]], [[{}]], [[70_000]], [[{ port: -1 }]], [[true]]])(
  'listen(%o) does not',
  (args) => {
    expect(readListenArguments(args)).toBeUndefined();
  },
);
