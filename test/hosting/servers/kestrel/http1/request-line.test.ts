import { describe, expect, test } from 'vitest';
import { HttpRequestFeature } from '../../../../../src/hosting/http/request-features.ts';
import { requiredFeature } from '../../../../../src/hosting/http/required-feature.ts';
import type { RequestDelegate } from '../../../../../src/hosting/application/request-delegate.ts';
import { startHttp1, until } from '../../../../support/http1-server.ts';

/** Answers with what it sees of the request. */
const mirror: RequestDelegate = ({ request, features, response }) => {
  const { rawTarget, protocol } = requiredFeature(features, HttpRequestFeature);
  return response.json({ method: request.method, rawTarget, path: request.path, query: request.queryString, protocol });
};

const TARGETS = [
  ['/', '/'],
  ['/abc/de/f', '/abc/de/f'],
  ['/%20', '/ '],
  ['/%20a', '/ a'],
  ['/a/b%20c', '/a/b c'],
  ['/a%C3%A5a', '/aåa'],
  ['/%C3%A5/bc', '/å/bc'],
  ['/%25%30%30', '/%00'],
  ['/%%2000', '/% 00'],
  ['/%2F', '/%2F'],
  ['http://host/a%20b%20c/', '/a b c/'],
  ['http://host/', '/'],
  ['http://user@127.0.0.1/', '/'],
  ['http://[::1]', '/'],
  ['http://[::1]/path', '/path'],
  ['http://user@[::1]:8080/', '/'],
] as const;
const QUERIES = ['', '?%A', '?%20=space', '?%C3%A5=val', '?question=what?', '?%00', '?arg=%00'];

function hostOf(target: string): string {
  return /^https?:\/\/(?:[^@/]*@)?([^/?]*)/.exec(target)?.[1] ?? 'host';
}

describe('a request line', () => {
  test.each(TARGETS)('with the target %s has the path %s, whatever method, query and version', async (target, path) => {
    const server = await startHttp1(mirror);
    const client = await server.connect();
    for (const method of ['GET', 'CUSTOM']) {
      for (const query of QUERIES) {
        for (const version of ['HTTP/1.0', 'HTTP/1.1']) {
          client.send(`${method} ${target}${query} ${version}\r\nHost: ${hostOf(target)}\r\nConnection: keep-alive\r\n\r\n`);
          const answer = await client.answer();
          expect(answer.status).toBe(200);
          expect(JSON.parse(Buffer.from(answer.body, 'latin1').toString())).toEqual({ method, rawTarget: `${target}${query}`, path, query, protocol: version });
        }
      }
    }
  });

  test.each([
    ['GET', '/a/../b', '/b', ''],
    ['GET', '/%61/../%62', '/b', ''],
    ['GET', '/a/%2E%2E/b', '/b', ''],
    ['GET', '/%61/%2E%2E/%62', '/b', ''],
    ['GET', '/a?p=/a/%2E%2E/b', '/a', '?p=/a/%2E%2E/b'],
    ['GET', 'http://example.com/a/../b', '/b', ''],
    ['GET', 'http://example.com/%61/%2E%2E/%62', '/b', ''],
    ['GET', 'http://example.com/a?p=/a/../b', '/a', '?p=/a/../b'],
    ['OPTIONS', '*', '', ''],
    ['CONNECT', 'www.example.com', '', ''],
    ['GET', 'https://differenthost/abs/path', '/abs/path', ''],
    ['GET', 'http://root:password@contoso.com/path', '/path', ''],
    ['GET', 'http://localhost/path%20with%20space?q=abc%20123', '/path with space', '?q=abc%20123'],
  ])('%s %s is read with dot segments removed and without its authority', async (method, target, path, query) => {
    const server = await startHttp1(mirror);
    const host = method === 'CONNECT' ? target : hostOf(target);
    const answer = await server.ask(`${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(JSON.parse(answer.body)).toMatchObject({ rawTarget: target, path, query });
  });

  test.each(['G', 'GE', 'GET', 'GET ', 'GET / HTTP/1.1\r', 'GET / HTTP/1.1\r\nHost: a\r\n'])('%j is waited for, and closed without a word when the client ends', async (part) => {
    const server = await startHttp1(mirror);
    const client = await server.connect();
    client.send(part);
    client.end();
    expect(await client.closed()).toBe('');
    expect(server.debugged).toEqual([]);
  });
});

const INVALID_LINES = [
  'GE\r\n', 'GET \r\n', 'GET /\r\n', 'GET/HTTP/1.1\r\n', '/ HTTP/1.1\r\n', '/ \r\n', 'GET / \n', 'GET / HTTP/1.0\n', 'GET / HTTP/1.1\n', 'GET / HTTP/1.1\ra\n',
  'GET %00 HTTP/1.1\r\n', 'CUSTOM /\r\n', 'CUSTOM / \r\n', 'CUSTOM /HTTP/1.1\r\n', 'CUSTOM  HTTP/1.0\r\n', 'CUSTOM / HTTP/1.0\n', 'CUSTOM / HTTP/1.1\n', 'CUSTOM / HTTP/1.1\ra\n',
  'CUSTOM /a%20b?c=dHTTP/1.1\r\n', 'CUSTOM %2F HTTP/1.1\r\n',
  ...['(', ',', ';', '\\', '"', ']', '=', '{', '}', 'get@', 'post=', '\0', '\0GET'].map((method) => `${method} / HTTP/1.0\r\n`),
  'GET  / HTTP/1.1\r\n', 'GET   / HTTP/1.1\r\n', 'GET  /  HTTP/1.1\r\n', 'GET / HTTP/1.1 \r\n', 'GET / H\r\n', 'GET / HT\r\n', 'GET / HTTP\r\n', 'GET / HTTP/\r\n', 'GET / HTTP/1\r\n', 'GET / HTTP/1.\r\n',
  'GET / HTTP/1.1a\r\n', 'GET / HTTP/1.1ab\r\n', 'GET / hello\r\n', 'GET /?d=Bad UrlToAccept HTTP/1.1\r\n', 'CUSTOM / HTTP/1.1a\r\n',
];
const escape = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, (char) => `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

interface Refusal {
  readonly request: string;
  readonly status: string;
  readonly message: string | RegExp;
  readonly allow?: string;
}

const mismatch = ['', '   ', 'contoso.com:4000', 'user@password:contoso.com', 'user@contoso.com', 'http://contoso.com/', 'http://contoso.com'];
const REFUSALS: readonly Refusal[] = [
  ...INVALID_LINES.map((line): Refusal => ({ request: line, status: '400 Bad Request', message: `Invalid request line: '${escape(line.slice(0, -1))}'` })),
  ...['/%00', '/%00%00', '/%E8%00%84', '/%F3%85%82%00', '\0', '/\0', '/%C8\0', '/?\0=a'].map((target): Refusal => ({
    request: `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`, status: '400 Bad Request', message: /^Invalid request target: '/,
  })),
  ...['http:/', 'https:/', 'http:///', 'https://', 'http:////', 'http://:80', 'http://:80/abc', 'http://user@', 'http://%20/abc?query=%0A'].map((target): Refusal => ({
    request: `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`, status: '400 Bad Request', message: `Invalid request target: '${target}'`,
  })),
  ...['http/1.0', 'http/1.1', 'HTTP/1.2', 'HTTP/3.0', '8charact'].map((version): Refusal => ({
    request: `GET / ${version}\r\n`, status: '505 HTTP Version Not Supported', message: `Unrecognized HTTP version: '${version}'`,
  })),
  ...['GET', 'PUT', 'DELETE', 'POST', 'HEAD', 'TRACE', 'PATCH', 'CONNECT', 'CUSTOM'].map((method): Refusal => ({
    request: `${method} * HTTP/1.1\r\nHost: a\r\n\r\n`, status: '405 Method Not Allowed', message: 'Method not allowed.', allow: 'OPTIONS',
  })),
  ...['GET', 'PUT', 'DELETE', 'POST', 'HEAD', 'TRACE', 'PATCH', 'OPTIONS', 'CUSTOM'].map((method): Refusal => ({
    request: `${method} www.example.com:80 HTTP/1.1\r\nHost: a\r\n\r\n`, status: '405 Method Not Allowed', message: 'Method not allowed.', allow: 'CONNECT',
  })),
  ...[...mismatch.map((host) => ['GET http://contoso.com/', host]), ...mismatch.map((host) => ['CONNECT contoso.com', host]), ['GET https://contoso.com:443/', 'contoso.com:5000'], ['CONNECT contoso.com:443', 'contoso.com:5000']].map(
    ([line = '', host = '']): Refusal => ({ request: `${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, status: '400 Bad Request', message: `Invalid Host header: '${host.trim()}'` }),
  ),
  { request: 'POST / HTTP/1.0\r\n\r\n', status: '400 Bad Request', message: 'POST request contains no Content-Length header.' },
  { request: 'PUT / HTTP/1.0\r\n\r\n', status: '400 Bad Request', message: 'PUT request contains no Content-Length header.' },
  { request: 'GET / HTTP/1.1\r\n\r\n', status: '400 Bad Request', message: 'Request is missing Host header.' },
  { request: 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n', status: '400 Bad Request', message: 'Multiple Host headers.' },
  { request: 'GET / HTTP/1.0\r\nHost: a=b\r\n\r\n', status: '400 Bad Request', message: "Invalid Host header: 'a=b'" },
  { request: 'GET / HTTP/1.1\r\nHea\0der: value\r\n\r\n', status: '400 Bad Request', message: 'Invalid characters in header name.' },
  { request: 'GET / HTTP/1.1\r\nHead\x80r: value\r\n\r\n', status: '400 Bad Request', message: 'Invalid characters in header name.' },
  { request: 'GET / HTTP/1.1\r\nHost: a\r\nHeader: valu\x80\r\n\r\n', status: '400 Bad Request', message: 'Malformed request: invalid headers.' },
  { request: 'POST / HTTP/1.1\r\nHost:\r\nTransfer-Encoding: chunked, not-chunked\r\n\r\n', status: '400 Bad Request', message: /'chunked, not-chunked'/ },
  { request: 'POST / HTTP/1.1\r\nHost:\r\nContent-Length: 22\r\nTransfer-Encoding: chunked, not-chunked\r\n\r\n', status: '400 Bad Request', message: /'chunked, not-chunked'/ },
  { request: 'POST / HTTP/1.1\r\nHost:\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n', status: '400 Bad Request', message: 'Malformed request: invalid headers.' },
  { request: 'POST / HTTP/1.1\r\nHost:\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n', status: '400 Bad Request', message: 'Multiple Content-Length headers.' },
  { request: 'POST / HTTP/1.1\r\nHost:\r\nContent-Length: +2\r\n\r\n', status: '400 Bad Request', message: 'Invalid content length: +2' },
  { request: '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03', status: '400 Bad Request', message: 'Detected a TLS handshake to an endpoint that does not have TLS enabled.' },
];

const INVALID_HEADERS = [
  ['Header: value\n\r\n', 'Header: value\\x0A'],
  ['Header-1: value1\r\nHeader-2: value2\n\r\n', 'Header-2: value2\\x0A'],
  ['Header: line1\r\n line2\r\n\r\n', ' line2\\x0D\\x0A'],
  ['Header: line1\r\n\t line2\r\n\r\n', '\\x09 line2\\x0D\\x0A'],
  ['Header-1: multi\r\n line\r\nHeader-2: value2\r\n\r\n', ' line\\x0D\\x0A'],
  ['Header-1: val\rue1\r\n', 'Header-1: val\\x0Du'],
  ['Header-1: value1\r\nHeader-2: v\ralue2\r\n', 'Header-2: v\\x0Da'],
  ['Header-1: Value___Vector16________Vector32\r\r\n', 'Header-1: Value___Vector16________Vector32\\x0D\\x0D'],
  ['Header-1 value1\r\n\r\n', 'Header-1 value1\\x0D\\x0A'],
  [' Header-1: value1\r\nHeader-2: value2\r\n\r\n', ' Header-1: value1\\x0D\\x0A'],
  ['Header__Vector16\r: value\r\n\r\n', 'Header__Vector16\\x0D:'],
  ['Header 1: value1\r\nHeader-2: value2\r\n\r\n', 'Header 1: value1\\x0D\\x0A'],
  ['Header-1: value1\r\nHeader-2 : value2\r\n\r\n', 'Header-2 : value2\\x0D\\x0A'],
  ['Header-2\t: value2 \r\n\r\n', 'Header-2\\x09: value2 \\x0D\\x0A'],
  ['HeaderValue1\r\n\r\n', 'HeaderValue1\\x0D\\x0A'],
  [': value\r\n\r\n', ': value\\x0D\\x0A'],
  [':a\r\n', ':a\\x0D\\x0A'],
] as const;

describe('a request that cannot be understood', () => {
  test.each(REFUSALS)('$request is answered with $status, and the connection ends', async ({ request, status, message, allow }) => {
    let calls = 0;
    const server = await startHttp1(() => void calls++);
    const client = await server.connect();
    client.send(request);
    expect(await client.closed()).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status}\\r\\nConnection: close\\r\\nDate: \\w{3}, [^\\r]* GMT\\r\\nContent-Length: 0\\r\\n${allow ? `Allow: ${allow}\\r\\n` : ''}\\r\\n$`),
    );
    const [, id, detail] = /^Connection id "(\w+)" bad request data: "(.*)"$/.exec(server.debugged[0] ?? '') ?? [];
    expect(id).toBeTruthy();
    expect(detail).toMatch(message);
    expect(server.debugged).toHaveLength(1);
    expect([calls, server.errors, server.warnings]).toEqual([0, [], []]);
  });

  test.each(INVALID_HEADERS)('the header field in %j is refused, and shown as %j', async (raw, detail) => {
    const server = await startHttp1(() => {});
    const answer = await server.ask(`GET / HTTP/1.1\r\n${raw}`);
    expect(answer).toMatchObject({ status: 400, headers: { connection: 'close' } });
    expect(server.debugged[0]).toContain(`Invalid request header: '${detail}'`);
  });

  test.each(['Header-1: value1\r\nHeader-2: value2\r\n\r ', 'Header-1: value1\r\nHeader-2: value2\r\n\r \n'])('the end of the headers in %j is not one', async (raw) => {
    const server = await startHttp1(() => {});
    expect((await server.ask(`GET / HTTP/1.1\r\n${raw}`)).status).toBe(400);
    expect(server.debugged[0]).toContain('Invalid request headers: missing final CRLF in header fields.');
  });

  test('gets the Server header where there is one', async () => {
    const server = await startHttp1(() => {}, { addServerHeader: true });
    const client = await server.connect();
    client.send('( / HTTP/1.1\r\n');
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\nDate: [^\r]*\r\nServer: Kestrel\r\nContent-Length: 0\r\n\r\n$/);
  });

  test('reaches the client though much of the request is on its way', async () => {
    const server = await startHttp1(() => {});
    const client = await server.connect();
    client.pause();
    client.send(`POST / HTTP/1.1\r\nHost: a b\r\nContent-Length: 20000000\r\n\r\n`);
    for (let piece = 0; piece < 300; piece++) client.send(Buffer.alloc(65_536));
    await until(() => client.socket.writableLength === 0 || client.isClosed);
    client.resume();
    expect((await client.answer()).status).toBe(400);
    expect(client.error).toBeUndefined();
  });
});

describe('a Host header', () => {
  test.each([
    ['GET /pub/WWW/', '   '],
    ['GET /pub/WWW/', '.'],
    ['GET /pub/WWW/', 'www.example.org'],
    ['GET http://localhost/', 'localhost'],
    ['GET http://localhost:80/', 'localhost:80'],
    ['GET http://localhost/', 'localhost:80'],
    ['GET https://localhost/', 'localhost'],
    ['GET https://localhost:443/', 'localhost:443'],
    ['CONNECT asp.net:443', 'asp.net:443'],
    ['CONNECT user-images.githubusercontent.com:443', 'user-images.githubusercontent.com:443'],
  ])('%s goes with %j', async (line, host) => {
    const server = await startHttp1(() => {});
    expect((await server.ask(`${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).status).toBe(200);
  });
});
