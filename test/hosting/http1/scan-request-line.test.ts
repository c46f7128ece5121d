import { describe, expect, test } from 'vitest';
import { HTTP10 } from '../../../src/hosting/http1/head-scan.ts';
import { methodOf } from '../../../src/hosting/http1/request-head.ts';
import { DEFAULT_LIMITS, refusalOf, scanText } from './scan-text.ts';

test.each(['', 'G', 'GE', 'GET', 'GET ', 'GET /', 'GET / ', 'GET / H', 'GET / HTTP/1.', 'GET / HTTP/1.1', 'GET / HTTP/1.1\r', 'GET / HTTP/1.1\r\n', '\r', '\r\n', '\r\n\r', '\x16'])(
  'half a request line is waited for: %j',
  (text) => expect(scanText(text).outcome).toBe('incomplete'),
);

describe('a request line is refused', () => {
  const lines = [
    'GE\r\n', 'GET \r\n', 'GET /\r\n', 'GET/HTTP/1.1\r\n', '/ HTTP/1.1\r\n', '/ \r\n', 'GET / \n', 'GET / HTTP/1.0\n', 'GET / HTTP/1.1\n', 'GET / HTTP/1.1\ra\n',
    'GET %00 HTTP/1.1\r\n', 'CUSTOM /\r\n', 'CUSTOM / \r\n', 'CUSTOM /HTTP/1.1\r\n', 'CUSTOM  HTTP/1.0\r\n', 'CUSTOM / HTTP/1.0\n', 'CUSTOM / HTTP/1.1\n',
    'CUSTOM / HTTP/1.1\ra\n', 'CUSTOM /a%20b?c=dHTTP/1.1\r\n', 'CUSTOM %2F HTTP/1.1\r\n',
    'GET  / HTTP/1.1\r\n', 'GET   / HTTP/1.1\r\n', 'GET  /  HTTP/1.1\r\n', 'GET / HTTP/1.1 \r\n', 'GET /?d=Bad UrlToAccept HTTP/1.1\r\n', 'CUSTOM / HTTP/1.1 \r\n',
    'GET / H\r\n', 'GET / HT\r\n', 'GET / HTT\r\n', 'GET / HTTP\r\n', 'GET / HTTP/\r\n', 'GET / HTTP/1\r\n', 'GET / HTTP/1.\r\n', 'GET / hello\r\n',
    'GET / HTTP/1.1a\r\n', 'GET / HTTP/1.1ab\r\n', 'GET / HTTP/1.0ab\r\n', 'GET / HTTP/1.10\r\n', 'GET / HTTP/01.1\r\n', 'GET /  \r\n', 'GET / HTTP/1.2\n', 'GET / HTTP/1.2\rx\n',
    'GET / HTTP/1.1\t\r\n', 'GET\t/ HTTP/1.1\r\n', 'GET / HTTP/1.1\0\r\n', 'GET / HTTP /1.1\r\n', ' GET / HTTP/1.1\r\n', '\nGET / HTTP/1.1\r\n', '\rGET / HTTP/1.1\r\n',
    ...['(', ',', ';', '\\', '"', ']', '=', '{', '}', 'get@', 'post=', '\0', '\0GET', 'G\x80T', 'A'.repeat(33)].map((method) => `${method} / HTTP/1.0\r\n`),
  ];
  test.each(lines)('%j', (line) => {
    const shown = line.slice(0, line.indexOf('\n')).replaceAll(/[^\x20-\x7e]/g, (char) => `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
    // An empty line that is no CRLF is all of the first line.
    expect(refusalOf(line)).toMatchObject({ status: 400, message: `Invalid request line: '${shown}'` });
  });

  test.each(['http/1.0', 'http/1.1', 'HTTP/1.2', 'HTTP/3.0', 'HTTP/2.0', 'HTTP/0.9', '8charact', 'RTSP/1.0'])('with 505 for the version %s', (version) => {
    for (const method of ['GET', 'CUSTOM']) {
      expect(refusalOf(`${method} / ${version}\r\n`)).toMatchObject({ status: 505, message: `Unrecognized HTTP version: '${version}'` });
    }
  });

  test('when it is a TLS handshake', () => {
    expect(refusalOf('\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03')).toMatchObject({
      status: 400,
      message: 'Detected a TLS handshake to an endpoint that does not have TLS enabled.',
    });
    expect(refusalOf('\x16\x04')).toMatchObject({ reason: 'InvalidRequestLine' });
  });

  test('as soon as it cannot become one', () => {
    for (const text of ['\0', 'GE\0', 'GET \0', 'GET /\r', 'GET / \t', 'GET / HTTP/1.1x', 'GET / HTTP/1.1 ', 'A'.repeat(33), '\n', '\rx', 'GET / HTTP/1.1\rx']) {
      expect(refusalOf(text), JSON.stringify(text)).toMatchObject({ status: 400 });
    }
  });
});

describe('a request line is taken', () => {
  test('with more than one blank before the version', () => {
    for (const blanks of [' ', '  ', '     ']) expect(scanText(`GET /${blanks}HTTP/1.1\r\nHost:\r\n\r\n`).outcome).toBe('scanned');
  });

  test.each(['\r\n', '\r\n\r\n'])('behind empty lines: %j', (lines) => {
    const { outcome, scan } = scanText(`${lines}GET / HTTP/1.1\r\nHost:\r\n\r\n`);
    expect(outcome).toBe('scanned');
    expect(scan.start).toBe(lines.length);
  });

  test('but not behind ever more of them', () => expect(refusalOf('\r\n\r\n\r\nGET / HTTP/1.1\r\n')).toMatchObject({ reason: 'InvalidRequestLine' }));

  test.each(['GET', 'get', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY', 'M-SEARCH', "!#$%&'*+-.^_`|~", 'PST', 'A'.repeat(32)])(
    'with the method %s, any token, as it is written',
    (method) => {
      const { bytes, scan } = scanText(`${method} / HTTP/1.1\r\nHost:\r\n\r\n`);
      expect(scan.rejection).toBeUndefined();
      expect(methodOf(bytes, scan)).toBe(method);
    },
  );

  test('and its version is known', () => {
    expect(scanText('GET / HTTP/1.0\r\n\r\n').scan.flags & HTTP10).toBe(HTTP10);
    expect(scanText('GET / HTTP/1.1\r\nHost:\r\n\r\n').scan.flags & HTTP10).toBe(0);
  });
});

describe('the limit of the request line', () => {
  const lines = ['GET / HTTP/1.1\r\n', 'POST /abc/de HTTP/1.1\r\n', 'PUT /abc/de?f=ghi HTTP/1.1\r\n', 'DELETE /a%20b%20c/d%20e?f=ghi HTTP/1.1\r\n'];
  const limited = (requestLine: number) => ({ ...DEFAULT_LIMITS, requestLine });

  test.each(lines)('counts the CRLF: %j', (line) => {
    expect(scanText(`${line}Host:\r\n\r\n`, limited(line.length)).outcome).toBe('scanned');
    expect(scanText(`${line}Host:\r\n\r\n`, limited(line.length + 1)).outcome).toBe('scanned');
    expect(refusalOf(`${line}Host:\r\n\r\n`, limited(line.length - 1))).toMatchObject({ status: 414, message: 'Request line too long.' });
  });

  test.each(lines)('does not count empty lines before it: %j', (line) => {
    expect(scanText(`\r\n${line}Host:\r\n\r\n`, limited(line.length)).outcome).toBe('scanned');
  });

  test.each([...lines, 'GET / HTTP/1.2\r\n', 'GET / x'])('refuses what cannot end in time before it ends: %j', (line) => {
    for (let limit = 1; limit < line.length; limit++) {
      expect(refusalOf(line.slice(0, limit), limited(limit)), `${limit}`).toMatchObject({ status: 414 });
      expect(scanText(line.slice(0, limit), limited(limit + 1)).outcome, `${limit}`).toBe('incomplete');
    }
  });

  test('lets nobody fill the memory with a target', () => {
    expect(scanText(`GET /${'x'.repeat(8000)}`).outcome).toBe('incomplete');
    expect(refusalOf(`GET /${'x'.repeat(8192)}`)).toMatchObject({ status: 414 });
  });
});
