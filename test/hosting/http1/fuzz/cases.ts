import {
  AFTER_LAST_CHUNK,
  CHUNK_LINES,
  CODINGS,
  CONNECTIONS,
  HOSTS,
  LAST_CHUNKS,
  LENGTHS,
  LINE_ENDS,
  METHOD_TOKENS,
  NAMES,
  NO_METHODS,
  PREFIXES,
  REQUESTS,
  SCRAPS,
  TARGETS,
  VALUES,
  VERSIONS,
} from './ingredients.ts';
import type { Random } from './random.ts';

/** What comes on one connection, one character an octet, and where it is cut when it arrives in pieces. */
export interface FuzzCase {
  readonly kind: string;
  readonly text: string;
  readonly splits: readonly number[];
}

const AFTER = 'GET /after HTTP/1.1\r\nHost: a\r\n\r\n';
const MOST_SPLITS = 4;

/** Octets of a target and of a value, and fields: around the limits and beyond them. */
const SIZES = [
  [8175, 0, 0],
  [8180, 0, 0],
  [9000, 1000, 10],
  [0, 32_740, 0],
  [0, 32_760, 0],
  [0, 0, 98],
  [0, 0, 99],
  [4000, 30_000, 50],
] as const;

/** Each makes requests that are wrong in one way, or right. */
const kinds: Record<string, (random: Random) => string> = {
  damage: (random) => damage(random, random.pick(REQUESTS)),
  damagedPipeline: (random) => damage(random, random.pick(REQUESTS) + random.pick(REQUESTS)),
  coding: (random) => {
    const lines = [`Transfer-Encoding:${random.pick(['', ' '])}${random.pick(CODINGS)}`];
    if (random.onceIn(3)) lines.push(`Transfer-Encoding: ${random.pick(CODINGS)}`);
    if (random.onceIn(3)) lines.push(`Content-Length: ${random.pick(LENGTHS)}`);
    return post({ version: random.pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0']), lines: shuffled(random, lines), body: '5\r\nhello\r\n0\r\n\r\n' }) + maybe(random, AFTER);
  },
  length: (random) => {
    const lines = [`Content-Length:${random.pick(['', ' '])}${random.pick(LENGTHS)}`];
    if (random.onceIn(3)) lines.push(`Content-Length: ${random.pick(LENGTHS)}`);
    return post({ version: random.pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0']), lines, body: 'hello' }) + maybe(random, AFTER);
  },
  bothLengths: (random) => post({ version: 'HTTP/1.1', lines: shuffled(random, ['Content-Length: 15', `Transfer-Encoding: ${random.pick(['chunked', ...CODINGS])}`]), body: '5\r\nhello\r\n0\r\n\r\n' }),
  host: (random) => {
    const first = random.onceIn(8) ? '' : `Host:${random.pick(['', ' '])}${random.pick(HOSTS)}\r\n`;
    const second = random.onceIn(4) ? `Host: ${random.pick(HOSTS)}\r\n` : '';
    return `GET ${random.pick(['/', '/', 'http://a/', 'http://a:80/'])} HTTP/1.${random.pick('110'.split(''))}\r\n${first}${second}\r\n`;
  },
  version: (random) => `GET /${random.pick([' ', ' ', '  '])}${random.pick(VERSIONS)}\r\nHost: a\r\n\r\n${maybe(random, AFTER)}`,
  method: (random) => {
    const method = random.onceIn(3) ? random.pick(NO_METHODS) : random.pick(METHOD_TOKENS);
    return `${method}${random.pick([' ', ' ', ' ', '  ', '\t', ''])}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok${maybe(random, AFTER)}`;
  },
  target: (random) => `${random.pick(['GET', 'GET', 'OPTIONS', 'CONNECT', 'POST'])} ${random.pick(TARGETS)}${random.pick([' ', ' ', ' ', '  ', '\t'])}HTTP/1.1\r\nHost: a\r\n\r\n`,
  chunk: (random) => {
    const size = random.onceIn(2) ? '5' : random.pick(CHUNK_LINES);
    const ends = [0, 1, 2].map(() => (random.onceIn(4) ? random.pick(['', ...LINE_ENDS]) : '\r\n'));
    const last = random.onceIn(3) ? random.pick(LAST_CHUNKS) : '0';
    const rest = random.onceIn(3) ? random.pick(AFTER_LAST_CHUNK) : '\r\n';
    return post({ version: 'HTTP/1.1', lines: ['Transfer-Encoding: chunked'], body: `${size}${ends[0]}hello${ends[1]}${last}${ends[2]}${rest}` }) + maybe(random, AFTER);
  },
  trailer: (random) => {
    const lines = `${random.pick(NAMES)}${random.pick([':', ': ', ' :', ''])}${random.pick([...VALUES, ...CODINGS])}${random.pick(['\r\n', '\r\n', '\r\n', ...LINE_ENDS])}`;
    return post({ version: 'HTTP/1.1', lines: ['Transfer-Encoding: chunked'], body: `5\r\nhello\r\n0\r\n${lines}\r\n` }) + AFTER;
  },
  field: (random) => {
    const line = `${random.pick(NAMES)}${random.pick([':', ':', ': ', ' :', ''])}${random.pick(VALUES)}${random.onceIn(2) ? '\r\n' : random.pick(LINE_ENDS)}`;
    return `POST /n HTTP/1.1\r\nHost: a\r\n${line}\r\nhello`;
  },
  addedField: (random) => {
    const request = random.pick(REQUESTS);
    const at = request.indexOf('\r\n') + 2;
    return `${request.slice(0, at)}${random.pick(NAMES)}${random.pick([':', ': '])}${random.pick([...CODINGS, ...LENGTHS, ...VALUES])}\r\n${request.slice(at)}${maybe(random, AFTER)}`;
  },
  connection: (random) => {
    const lines = [`Connection: ${random.pick(CONNECTIONS)}`];
    if (random.onceIn(3)) lines.push(`Connection: ${random.pick(CONNECTIONS)}`);
    if (random.onceIn(3)) lines.push('Upgrade: x');
    lines.push('Content-Length: 5');
    return post({ version: random.pick(['HTTP/1.1', 'HTTP/1.0']), lines: shuffled(random, lines), body: 'hello' }) + AFTER;
  },
  lineEnd: (random) => {
    const lines = random.pick(REQUESTS).split('\r\n');
    const at = random.below(lines.length);
    return `${lines.slice(0, at + 1).join('\r\n')}${random.pick(LINE_ENDS)}${lines.slice(at + 1).join('\r\n')}`;
  },
  prefix: (random) => maybe(random, random.pick(REQUESTS)) + random.pick(PREFIXES) + random.pick(REQUESTS),
  size: (random) => {
    const [target, value, count] = random.pick(SIZES);
    const lines = Array.from({ length: count }, (_, index) => `X-${index}: y\r\n`).join('');
    return `GET /${'t'.repeat(target)} HTTP/1.1\r\nHost: a\r\nX: ${'v'.repeat(value)}\r\n${lines}\r\n${AFTER}`;
  },
  pipeline: (random) => Array.from({ length: 2 + random.below(3) }, () => random.pick(REQUESTS)).join(''),
};

/** Endlessly many cases, the kinds in turn; the same for the same random numbers. */
export function* casesFrom(random: Random): Generator<FuzzCase> {
  for (;;) {
    for (const [kind, make] of Object.entries(kinds)) {
      const text = make(random);
      yield { kind, text, splits: splitsOf(random, text.length) };
    }
  }
}

/** None, some, or one behind every octet. */
function splitsOf(random: Random, length: number): readonly number[] {
  if (random.onceIn(2)) return [];
  if (random.onceIn(4) && length < 1000) return Array.from({ length }, (_, at) => at);
  return Array.from({ length: 1 + random.below(MOST_SPLITS) }, () => random.below(length + 1)).sort((one, other) => one - other);
}

function post({ version, lines, body }: { readonly version: string; readonly lines: readonly string[]; readonly body: string }): string {
  return `POST /x ${version}\r\nHost: a\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n${body}`;
}

function maybe(random: Random, text: string): string {
  return random.onceIn(2) ? text : '';
}

function shuffled(random: Random, lines: readonly string[]): string[] {
  const rest = [...lines];
  return lines.flatMap(() => rest.splice(random.below(rest.length), 1));
}

/** Puts in, puts over, takes out or repeats something, up to three times. */
function damage(random: Random, text: string): string {
  let damaged = text;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(damaged.length + 1);
    const scrap = random.pick(SCRAPS);
    const before = damaged.slice(0, at);
    damaged = random.pick([
      before + scrap + damaged.slice(at),
      before + scrap + damaged.slice(at + 1),
      before + damaged.slice(at + 1 + random.below(3)),
      before + damaged.slice(Math.max(0, at - random.below(12)), at) + damaged.slice(at),
    ]);
  }
  return damaged;
}
