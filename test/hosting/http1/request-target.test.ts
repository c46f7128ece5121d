import { describe, expect, test } from 'vitest';
import { HTTP10, PLAIN_TARGET } from '../../../src/hosting/http1/head-scan.ts';
import { headText, methodOf, targetOf } from '../../../src/hosting/http1/request-head.ts';
import { parseTarget } from '../../../src/hosting/http1/request-target.ts';
import { refusalOf, scanText } from './scan-text.ts';

/** What a target is as sent, and the path it asks for. */
const paths: [target: string, path: string][] = [
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
  ['/+', '/+'],
  ['/a/../b', '/b'],
  ['/%61/../%62', '/b'],
  ['/a/%2E%2E/b', '/b'],
  ['/%61/%2E%2E/%62', '/b'],
  ['//host/x', '//host/x'],
  ['/"<>\\^`{|}', '/"<>\\^`{|}'],
  ['http://host/a%20b%20c/', '/a b c/'],
  ['http://host/', '/'],
  ['HTTPS://host/', '/'],
  ['http://host:80', '/'],
  ['http://host/a/../b', '/b'],
  ['http://host/%61/%2E%2E/%62', '/b'],
  ['http://user@127.0.0.1/', '/'],
  ['http://root:password@host/path', '/path'],
  ['http://[::1]', '/'],
  ['http://[::1]/path', '/path'],
  ['http://user@[::1]:8080/', '/'],
];
const queries = ['', '?', '?%A', '?%20=space', '?%C3%A5=val', '?question=what?', '?%00', '?arg=%00', '?p=/a/../b', '?p=/a/%2E%2E/b', '?/.'];

describe.each(['GET', 'CUSTOM'])('the target of a %s request', (method) => {
  test.each(paths)('%s asks for %s, whatever the query', (target, path) => {
    for (const query of queries) {
      expect(parseTarget(target + query, method), target + query).toMatchObject({ path, queryString: query });
    }
  });

  test.each(paths)('%s is read from the head as it was sent, on either version', (target, path) => {
    for (const version of ['1.0', '1.1']) {
      for (const query of queries) {
        const host = /^https?:\/\/(?:[^@/]*@)?(?<host>[^/?]*)/i.exec(target)?.groups?.['host'] ?? '';
        const { outcome, bytes, scan } = scanText(`${method} ${target}${query} HTTP/${version}\r\nHost: ${host}\r\n\r\n`);
        expect(outcome).toBe('scanned');
        expect(targetOf(headText(bytes, scan), scan)).toBe(target + query);
        expect(methodOf(bytes, scan)).toBe(method);
        expect((scan.flags & HTTP10) !== 0).toBe(version === '1.0');
        // Either it is parsed, or it needs no parsing: then what stands there is the path.
        const plain = query === '' ? target : scan.bytes.toString('latin1', scan.targetStart, scan.queryStart);
        expect(scan.target?.path ?? plain).toBe(path);
        expect((scan.flags & PLAIN_TARGET) !== 0).toBe(scan.target === undefined);
      }
    }
  });
});

describe('the other forms', () => {
  test('an asterisk is the server itself', () => {
    expect(parseTarget('*', 'OPTIONS')).toEqual({ form: 'asterisk', path: '', queryString: '', authority: '' });
  });

  test('an authority is where CONNECT leads', () => {
    expect(parseTarget('www.example.com:443', 'CONNECT')).toEqual({ form: 'authority', path: '', queryString: '', authority: 'www.example.com:443' });
  });

  test('the authority of an absolute form is without user information', () => {
    expect(parseTarget('http://root:password@contoso.com:8080/path', 'GET')).toMatchObject({ form: 'absolute', authority: 'contoso.com:8080' });
  });

  test.each(['GET', 'PUT', 'DELETE', 'POST', 'HEAD', 'TRACE', 'PATCH', 'CONNECT', 'CUSTOM'])('%s * is not allowed: OPTIONS is', (method) => {
    expect(refusalOf(`${method} * HTTP/1.1\r\n`)).toMatchObject({ status: 405, message: 'Method not allowed.', allow: 'OPTIONS' });
  });

  test.each(['GET', 'PUT', 'DELETE', 'POST', 'HEAD', 'TRACE', 'PATCH', 'OPTIONS', 'CUSTOM', 'connect'])('%s www.example.com:80 is not allowed: CONNECT is', (method) => {
    expect(refusalOf(`${method} www.example.com:80 HTTP/1.1\r\n`)).toMatchObject({ status: 405, message: 'Method not allowed.', allow: 'CONNECT' });
  });
});

describe('a target is refused', () => {
  test.each(['/%00', '/%00%00', '/%E8%00%84', '/%F3%85%82%00', '/a/%00?b', 'http://a/%00'])('with a NUL that is escaped: %s', (target) => {
    expect(refusalOf(`GET ${target} HTTP/1.1\r\n`)).toMatchObject({ status: 400, message: `Invalid request target: '${target}'` });
  });

  test.each(['\0', '/\0', '/%C8\0', '/?\0=a', '/\x80', '/é', '/?é', '/\t', '/\x7f', '/#', '/a?#b', '/\x01'])('with an octet that no target has: %j', (target) => {
    expect(refusalOf(`GET ${target} HTTP/1.1\r\n`)).toMatchObject({ status: 400, reason: 'InvalidRequestTarget' });
  });

  const broken = ['http:/', 'https:/', 'http:///', 'https://', 'http:////', 'http://:80', 'http://:80/abc', 'http://user@', 'http://%20/abc?query=%0A'];
  const alike = ['ftp://a/', 'http://a b/', 'http://a@b@c/', 'http://a:99999/', 'http://a:x/', 'http://[::]/', '?x', '*x', 'a/b', 'a?b', 'http://', 'http:', 'javascript:alert(1)', 'a=b'];
  test.each([...broken, ...alike].filter((target) => !target.includes(' ')))('in none of the forms: %s', (target) => {
    for (const method of ['GET', 'CONNECT']) expect(refusalOf(`${method} ${target} HTTP/1.1\r\n`)).toMatchObject({ status: 400, message: `Invalid request target: '${target}'` });
  });

  test('when it is empty, or not sent in octets', () => {
    expect(parseTarget('', 'GET')).toMatchObject({ reason: 'InvalidRequestTarget' });
    expect(parseTarget('/\u{100}', 'GET')).toMatchObject({ reason: 'InvalidRequestTarget' });
  });
});

describe('the Host field', () => {
  test.each([
    ['GET /pub/WWW/', '   '],
    ['GET /pub/WWW/', ''],
    ['GET /pub/WWW/', '.'],
    ['GET /pub/WWW/', 'www.example.org'],
    ['OPTIONS *', ''],
    ['OPTIONS *', 'a:80'],
    ['GET http://localhost/', 'localhost'],
    ['GET http://LOCALHOST/', 'localhost'],
    ['GET http://localhost:80/', 'localhost:80'],
    ['GET http://localhost:80/', 'localhost'],
    ['GET http://localhost/', 'localhost:80'],
    ['GET http://user@localhost/', 'localhost'],
    ['GET http://[::1]:80/', '[::1]'],
    ['GET https://localhost/', 'localhost'],
    ['GET https://localhost:443/', 'localhost:443'],
    ['GET https://localhost:443/', 'localhost'],
    ['CONNECT asp.net:443', 'asp.net:443'],
    ['CONNECT user-images.githubusercontent.com:443', 'user-images.githubusercontent.com:443'],
    ['CONNECT contoso.com', 'contoso.com'],
  ])('%s goes with %j', (line, host) => expect(refusalOf(`${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toBeUndefined());

  const others = ['', '   ', 'contoso.com:4000', 'user@password:contoso.com', 'user@contoso.com', 'http://contoso.com/', 'http://contoso.com', 'contoso.com:443'];
  const rows: [line: string, host: string][] = [
    ...others.map((host): [string, string] => ['GET http://contoso.com/', host]),
    ...others.map((host): [string, string] => ['CONNECT contoso.com', host]),
    ['GET https://contoso.com:443/', 'contoso.com:5000'],
    ['GET https://contoso.com/', 'contoso.com:80'],
    ['CONNECT contoso.com:443', 'contoso.com:5000'],
    ['CONNECT contoso.com:443', 'contoso.com'],
    ['CONNECT contoso.com', 'CONTOSO.com'],
    ['GET http://user@contoso.com/', 'user@contoso.com'],
  ];
  test.each(rows)('%s does not go with %j', (line, host) => {
    expect(refusalOf(`${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatchObject({ status: 400, message: `Invalid Host header: '${host.trim()}'` });
  });

  test('is demanded by HTTP/1.1, once', () => {
    expect(refusalOf('GET / HTTP/1.1\r\n\r\n')).toMatchObject({ status: 400, message: 'Request is missing Host header.' });
    expect(refusalOf('GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n')).toMatchObject({ status: 400, message: 'Multiple Host headers.' });
    expect(refusalOf('GET / HTTP/1.0\r\nHost:\r\nHost:\r\n\r\n')).toMatchObject({ status: 400, message: 'Multiple Host headers.' });
  });

  test('need not be sent by HTTP/1.0, but must be one', () => {
    expect(refusalOf('GET / HTTP/1.0\r\n\r\n')).toBeUndefined();
    expect(refusalOf('GET http://a/ HTTP/1.0\r\n\r\n')).toBeUndefined();
    expect(refusalOf('GET / HTTP/1.0\r\nHost: a=b\r\n\r\n')).toMatchObject({ status: 400, message: "Invalid Host header: 'a=b'" });
    expect(refusalOf('GET http://a/ HTTP/1.0\r\nHost: b\r\n\r\n')).toMatchObject({ status: 400, message: "Invalid Host header: 'b'" });
  });
});
