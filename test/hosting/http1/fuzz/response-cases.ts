import { AFTER_LAST_CHUNK, CHUNK_LINES, CODINGS, CONNECTIONS, LAST_CHUNKS, LENGTHS, LINE_ENDS, NAMES, SCRAPS, VALUES } from './ingredients.ts';
import type { Random } from './random.ts';

/** What comes on one connection as the answer to a request, one character an octet. */
export interface ResponseCase {
  readonly kind: string;
  readonly method: 'GET' | 'HEAD';
  readonly text: string;
  readonly splits: readonly number[];
}

/** Responses that are right; they are damaged, and put together. */
const RESPONSES = [
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;ext=1\r\nabc\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nTrailer: t\r\n\r\n5\r\nhello\r\n0\r\nt: v\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 10\r\n\r\n',
  'HTTP/1.1 200 OK\r\n\r\nuntil the end',
  'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.0 200 OK\r\n\r\nold',
  'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno',
  'HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx',
  'HTTP/1.1 500 \xe9\r\nX: \xff\r\nContent-Length: 1\r\n\r\nx',
  'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc',
  'HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n',
];

const STATUS_LINES = ['HTTP/1.1 200 OK', 'HTTP/1.1 204 x', 'HTTP/1.1 304 x', 'HTTP/1.1 206 x', 'HTTP/1.0 200 x', 'HTTP/1.1 404', 'HTTP/1.1 999 x', 'HTTP/1.1 1000 x', 'HTTP/1.1 20 x', 'HTTP/1.1 099 x', 'HTTP/1.1 200x', 'HTTP/1.2 200 x', 'HTTP/2.0 200 x', 'HTTP/0.9 200 x', 'http/1.1 200 x', 'HTTP/1.1  200 x', 'HTTP/1.1\t200 x', 'ICY 200 OK', '\r\nHTTP/1.1 200 OK', 'HTTP/1.1 +20 x', 'HTTP/1.1 200\t', 'HTTP/1.1 101 x', 'HTTP/1.1 100 x'];

/** Cases of all kinds, without end. */
export function* responsesFrom(random: Random): Generator<ResponseCase> {
  for (;;) {
    const [kind, text] = random.pick([damaged, framed, chunked, together])(random);
    const isCut = random.onceIn(3);
    yield { kind, method: random.onceIn(8) ? 'HEAD' : 'GET', text, splits: isCut ? cuts(random, text.length) : [] };
  }
}

function cuts(random: Random, length: number): number[] {
  return [...new Set(Array.from({ length: 1 + random.below(3) }, () => 1 + random.below(Math.max(1, length - 1))))].toSorted((left, right) => left - right);
}

function damaged(random: Random): [string, string] {
  let text = random.pick(RESPONSES);
  for (let count = random.below(3); count >= 0; count--) {
    const at = random.below(text.length);
    const removed = random.onceIn(2) ? random.below(4) : 0;
    text = text.slice(0, at) + (random.onceIn(4) ? '' : random.pick(SCRAPS)) + text.slice(at + removed);
  }
  return ['damaged', text];
}

function framed(random: Random): [string, string] {
  const fields = [
    `Content-Length:${random.pick(['', ' '])}${random.pick(LENGTHS)}`,
    `Transfer-Encoding: ${random.pick(CODINGS)}`,
    `Connection: ${random.pick(CONNECTIONS)}`,
    'Content-Length: 5',
    'Transfer-Encoding: chunked',
    `${random.pick(NAMES)}: ${random.pick(VALUES)}`,
  ];
  const chosen = fields.filter(() => random.onceIn(3));
  const lines = [random.pick(STATUS_LINES), ...chosen].map((line) => line + (random.onceIn(20) ? random.pick(LINE_ENDS) : '\r\n'));
  return ['framed', `${lines.join('')}\r\n${random.pick(['hello', '5\r\nhello\r\n0\r\n\r\n', '', 'hello!', '0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'])}`];
}

function chunked(random: Random): [string, string] {
  const chunks = Array.from({ length: random.below(3) }, () => `${random.onceIn(3) ? '5' : random.pick(CHUNK_LINES)}\r\nhello\r\n`);
  const end = random.onceIn(3) ? `${random.pick(LAST_CHUNKS)}\r\n${random.pick(AFTER_LAST_CHUNK)}` : '0\r\n\r\n';
  return ['chunked', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks.join('')}${end}`];
}

function together(random: Random): [string, string] {
  return ['together', random.pick(RESPONSES) + damaged(random)[1]];
}
