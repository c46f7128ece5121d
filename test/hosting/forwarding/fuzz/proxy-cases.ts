import { casesFrom, type FuzzCase } from '../../http1/fuzz/cases.ts';
import { CODINGS } from '../../http1/fuzz/ingredients.ts';
import type { Random } from '../../http1/fuzz/random.ts';

const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';

/** Fields that would make the app believe something that is not so. */
const FORGED = [
  'MS-ASPNETCORE-TOKEN: forged', 'ms-aspnetcore-token:forged', 'MS_ASPNETCORE_TOKEN: forged', 'Connection: ms-aspnetcore-token', 'Connection: x-forwarded-for, close', 'X-Forwarded-For: 6.6.6.6', 'x_forwarded_for: 6.6.6.6',
  'x-forwarded-host: forged', 'X-A: b\nMS-ASPNETCORE-TOKEN: forged', 'X-A: b\rX-Forwarded-For: 6.6.6.6', 'MS-ASPNETCORE-TOKEN : forged', 'X: 1\r\n MS-ASPNETCORE-TOKEN: forged', 'X-A: b\nHost: forged', 'X-A: b\0c',
  'Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5', 'Proxy-Connection: keep-alive', 'TE: gzip', 'Connection: Host', 'Transfer-Encoding: identity', 'Upgrade: h2c\r\nHTTP2-Settings: AAA\r\nConnection: Upgrade, HTTP2-Settings',
  'X-Name: \u00c4\u008a', 'X-Name: gr\u00c3\u00bc\u00c3\u009f',
];

/** Each makes a request that a proxy may pass on wrongly. */
const kinds: Record<string, (random: Random) => string> = {
  forged: (random) => `GET /forged HTTP/1.1\r\nHost: a\r\n${random.pick(FORGED)}\r\n${random.onceIn(3) ? `${random.pick(FORGED)}\r\n` : ''}\r\n`,
  'CL.TE': (random) => `POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: ${SMUGGLED.length + 5}\r\nTransfer-Encoding:${random.pick(['', ' ', '\t'])}${random.pick(['chunked', 'chunked', ...CODINGS])}\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'TE.CL': (random) => `POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: ${random.pick(['chunked', ...CODINGS])}\r\n\r\n${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  'CL.CL': (random) => `POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: ${random.pick(['0', '5', String(SMUGGLED.length)])}\r\nContent-Length: ${random.pick(['0', '5', String(SMUGGLED.length)])}\r\n\r\n${SMUGGLED}`,
  'Connection: Content-Length': () => `POST /a HTTP/1.1\r\nHost: a\r\nConnection: Content-Length\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  LF: (random) => {
    const hidden = random.pick(['Transfer-Encoding: chunked', 'Content-Length: 0', `Content-Length: ${SMUGGLED.length}`]);
    return `POST /a HTTP/1.1\r\nHost: a\r\nX: y${random.pick(['\n', '\r', '\r\r\n', '\n\n'])}${hidden}\r\nContent-Length: ${SMUGGLED.length + 5}\r\n\r\n0\r\n\r\n${SMUGGLED}`;
  },
  chunkLF: (random) => `POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${random.pick(['5', '5;a\n', '5\n', '5;\n', '5 '])}\r\nhello${random.pick(['\r\n', '\n', ''])}0\r\n\r\n${SMUGGLED}`,
  // The app answers before it has read the body, and the body does not come to its end.
  early: (random) => `POST /early HTTP/1.1\r\nHost: a\r\n${random.pick(['Content-Length: 5000\r\n\r\nsome', 'Transfer-Encoding: chunked\r\n\r\nffff\r\nsome'])}`,
  body: (random) => {
    const body = 'x'.repeat(random.below(40_000));
    const framing = random.onceIn(2) ? `Content-Length: ${body.length}\r\n\r\n${body}` : `Transfer-Encoding: chunked\r\n\r\n${body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`}0\r\nX-T: v\r\nMS-ASPNETCORE-TOKEN: forged\r\n\r\n`;
    return `PUT ${random.pick(['/body', '/early', 'http://a/body?q'])} HTTP/1.1\r\nHost: a\r\n${framing}${random.onceIn(2) ? SMUGGLED : ''}`;
  },
};

/** Endlessly many cases: of the proxy's own kinds, and of those for the parser. */
export function* proxyCasesFrom(random: Random): Generator<FuzzCase> {
  const parserCases = casesFrom(random);
  for (;;) {
    for (const [kind, make] of Object.entries(kinds)) {
      const text = make(random);
      yield { kind, text, splits: random.onceIn(3) ? [random.below(text.length)] : [] };
      const { value } = parserCases.next();
      if (value) yield value;
    }
  }
}
