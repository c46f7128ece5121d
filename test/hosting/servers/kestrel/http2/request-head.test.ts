import { describe, expect, test } from 'vitest';
import { RequestHeadReader } from '../../../../../src/hosting/servers/kestrel/http2/request-head.ts';
import { DEFAULT_LIMITS } from '../../../../../src/hosting/servers/kestrel/kestrel-limits.ts';
import { request, startHttp2 } from '../../../../support/http2-server.ts';
import { FRAME, GET, RawHttp2Client } from '../../../../support/raw-http2-client.ts';

type Fields = readonly (readonly [string, string])[];
const head = (fields: Fields, scheme = 'http') => new RequestHeadReader({ scheme, limits: DEFAULT_LIMITS }).read(fields.flat());
const withPath = (path: string, method = 'GET'): Fields => [[':method', method], [':scheme', 'http'], [':authority', 'x'], [':path', path]];
const withHosts = (authority: string, ...hosts: string[]): Fields => [
  [':method', 'GET'],
  [':scheme', 'http'],
  ...(authority === '' ? [] : [[':authority', authority] as const]),
  [':path', '/'],
  ...hosts.map((host) => ['host', host] as const),
];

describe('the path', () => {
  test.each([
    ['/', '/', ''],
    ['/a%20b/%2e%2e/c?d=%20', '/c', '?d=%20'],
    ['/%2F', '/%2F', ''],
    ['/caf%C3%A9', '/café', ''],
    ['/?', '/', '?'],
  ])('%s is decoded', (sent, path, queryString) => {
    expect(head(withPath(sent))).toMatchObject({ rawTarget: sent, path, queryString });
  });

  test.each(['', 'a', '*', 'http://x/', '/a b', '/a#b', '/%00', '/a\u00e9', '/\u0001'])('%s is malformed', (path) => {
    expect(head(withPath(path))).toMatchObject({ reason: 'malformed' });
  });
});

describe('the host', () => {
  test.each([
    ['x', [], 'x'],
    ['', ['y'], 'y'],
    ['Example.org', ['example.ORG'], 'Example.org'],
    ['x:80', ['x'], 'x:80'],
    ['x', ['x:80'], 'x'],
    ['[::1]:8080', ['[::1]:8080'], '[::1]:8080'],
  ])(':authority %s and Host %s are %s', (authority, hosts, host) => {
    expect(head(withHosts(authority, ...hosts))).toMatchObject({ host });
  });

  test.each([
    ['x', 'y'],
    ['x', 'x:81'],
    ['x:443', 'x'],
    ['x', ''],
    ['user@x', 'user@x'],
    ['a b', 'a b'],
    ['x/y', 'x/y'],
    ['x:port', 'x:port'],
  ])(':authority %s and Host %s are malformed', (authority, host) => {
    expect(head(withHosts(authority, host))).toMatchObject({ reason: 'malformed', message: expect.stringContaining('Host') });
  });
});

test.each(['https', 'ftp', ''])('the scheme %s is not the one of the connection', (scheme) => {
  const fields: Fields = [[':method', 'GET'], [':scheme', scheme], [':authority', 'x'], [':path', '/']];
  expect(head(fields)).toMatchObject({ reason: 'malformed', message: `The request :scheme header '${scheme}' does not match the transport scheme 'http'.` });
});

test.each(['G T', 'GET/', '', 'G\u00c4T'])('%s is no method', (method) => {
  expect(head(withPath('/', method))).toMatchObject({ reason: 'malformed' });
});

test('a custom method is one', () => {
  expect(head(withPath('/', 'PURGE'))).toMatchObject({ method: 'PURGE' });
});

describe('on the wire', () => {
  const PROTOCOL_ERROR = 1;
  const replaced = (name: string, value: string | undefined): Fields =>
    GET.flatMap((field) => (field[0] !== name ? [field] : value === undefined ? [] : [[name, value] as const]));
  test.each<[string, Fields]>([
    ['without :method', replaced(':method', undefined)],
    ['without :path', replaced(':path', undefined)],
    ['without :scheme', replaced(':scheme', undefined)],
    ['without :authority and Host', replaced(':authority', undefined)],
    ['with :path twice', [...GET, [':path', '/']]],
    ['with a pseudo-header behind a field', [['a', 'b'], ...GET]],
    ['with an unknown pseudo-header', [[':other', 'x'], ...GET]],
    ['with an upper-case name', [...GET, ['X-Upper', 'x']]],
    ['with Connection', [...GET, ['connection', 'close']]],
    ['with Transfer-Encoding', [...GET, ['transfer-encoding', 'chunked']]],
    ['with Upgrade', [...GET, ['upgrade', 'h2c']]],
    ['with Host twice', [...GET, ['host', 'x'], ['host', 'x']]],
    ['with two lengths', [...GET, ['content-length', '0'], ['content-length', '0']]],
    ['with a length that is none', [...GET, ['content-length', '+0']]],
    ['with TE other than trailers', [...GET, ['te', 'gzip']]],
    ['with another Host than :authority', [...GET, ['host', 'y']]],
    ['with a scheme that is not the connection\'s', replaced(':scheme', 'https')],
    ['with a target that is no path', replaced(':path', 'http://x/')],
  ])('a request %s is reset, and the connection goes on or ends', async (_what, fields) => {
    const began: string[] = [];
    const server = await startHttp2(({ request }) => void began.push(request.path));
    const client = await RawHttp2Client.connect(server.port);
    client.request(1, fields);
    expect(await Promise.race([client.reset(1), client.goaway()])).toBe(PROTOCOL_ERROR);
    expect(began).toEqual([]);
    expect((await request(await server.connect())).headers[':status']).toBe(200);
  });

  test.each(['a\0b', 'a\nb', 'a\r\nb: c', '\u0001'])('no app sees a value with control characters: Node drops the field', async (value) => {
    const server = await startHttp2(async ({ request, response }) => response.json([...request.headers]));
    const client = await RawHttp2Client.connect(server.port);
    client.request(1, [...GET, ['x-bad', value], ['x-good', 'yes']]);
    const answer = await client.next(({ type }) => type === FRAME.data);
    expect(JSON.parse(String(answer?.payload))).toEqual([['host', 'x'], ['x-good', 'yes']]);
  });
});
