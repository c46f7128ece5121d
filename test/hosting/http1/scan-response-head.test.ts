import { describe, expect, test } from 'vitest';
import { CHUNKED, CLOSE, HAS_UPGRADE_HEADER, HeadScan, HTTP10, INCOMPLETE, KEEP_ALIVE, REJECTED, type HeadLimits } from '../../../src/hosting/http1/head-scan.ts';
import { ResponseHead, type BodyEnd } from '../../../src/hosting/http1/response-head.ts';
import { scanResponseHead } from '../../../src/hosting/http1/scan-response-head.ts';

const LIMITS: HeadLimits = { requestLine: 100, headersTotal: 200, headerCount: 5 };

/** What a scan of the text gives, and what it has found. What is behind the text is another request's. */
function scan(text: string, limits = LIMITS): { readonly end: number; readonly scan: HeadScan; readonly bytes: Buffer } {
  const scan = new HeadScan();
  const bytes = Buffer.from(`${text}\0\r\nX: y\r\n\r\n`, 'latin1');
  return { end: scanResponseHead(bytes, 0, text.length, scan, limits), scan, bytes };
}

const headOf = (text: string, method = 'GET'): ResponseHead => {
  const { scan: found, bytes } = scan(text);
  return new ResponseHead(bytes, found, method);
};

describe('a status line', () => {
  test.each([
    ['HTTP/1.1 200 OK', 200, 0],
    ['HTTP/1.0 404 Not Found', 404, HTTP10],
    ['HTTP/1.1 200 ', 200, 0],
    ['HTTP/1.1 200', 200, 0],
    ['HTTP/1.1 999 \xe9 and\ttabs', 999, 0],
    ['HTTP/1.1 100 Continue', 100, 0],
  ])('is read: %j', (line, status, version) => {
    const { end, scan: found } = scan(`${line}\r\n\r\n`);
    expect([end, found.status, found.flags & HTTP10]).toEqual([line.length + 4, status, version]);
  });

  test.each([
    'HTTP/1.1 099 x', 'HTTP/1.1 20 OK', 'HTTP/1.1 2000 OK', 'HTTP/1.1  200 OK', 'HTTP/1.1\t200 OK', 'HTTP/1.2 200 OK', 'HTTP/2.0 200 OK', 'HTTP/2 200', 'http/1.1 200 OK', 'HTTP/1.1 200OK', 'HTTP/1.1 2x0 OK',
    ' HTTP/1.1 200 OK', '\r\nHTTP/1.1 200 OK', 'HTTP/1.1 200 O\0K', 'HTTP/1.1 200 O\nK', 'HTTP/1.1 200 O\rK', 'HTTP/1.1 200 OK\n', 'ICY 200 OK', 'GET / HTTP/1.1', 'HTTP/1.1 -20 OK', 'HTTP/1.1 200\t', 'HTTP/1.1 200 \x7f',
    `HTTP/1.1 200 ${'x'.repeat(100)}`,
  ])('is refused: %j', (line) => {
    const { end, scan: found } = scan(`${line}\r\n\r\n`);
    expect([end, found.rejection]).toEqual([REJECTED, undefined]);
  });

  test('is waited for as long as it may become one', () => {
    const line = 'HTTP/1.1 200 OK\r\nX: y\r\n\r\n';
    for (let length = 1; length < line.length; length++) expect(scan(line.slice(0, length)).end, line.slice(0, length)).toBe(INCOMPLETE);
    expect(scan(line).end).toBe(line.length);
  });

  test.each(['X', 'HTTP/3', 'HTTP/1.1 x', 'HTTP/1.1 200x', `HTTP/1.1 200 ${'x'.repeat(100)}`])('is refused before it is whole where it cannot become one: %j', (text) => {
    expect(scan(text).end).toBe(REJECTED);
  });
});

describe('fields', () => {
  test.each([
    ['a blank before the colon', 'X : y', 'InvalidRequestHeader'],
    ['no colon', 'X', 'InvalidRequestHeader'],
    ['no name', ': y', 'InvalidRequestHeader'],
    ['a folded line', 'X: y\r\n z', 'InvalidRequestHeader'],
    ['a bare LF', 'X: y\nZ: a', 'InvalidRequestHeader'],
    ['a bare CR', 'X: y\rZ: a', 'InvalidRequestHeader'],
    ['a NUL', 'X: a\0b', 'MalformedRequestInvalidHeaders'],
    ['a name with a blank', 'X Y: z', 'InvalidRequestHeader'],
    ['too many', 'A: b\r\n'.repeat(6).trimEnd(), 'TooManyHeaders'],
    ['too much', `A: ${'b'.repeat(300)}`, 'HeadersExceedMaxTotalSize'],
    ['two lengths', 'Content-Length: 1\r\nContent-Length: 1', 'MultipleContentLengths'],
    ['a list of lengths', 'Content-Length: 1, 1', 'InvalidContentLength'],
    ['a negative length', 'Content-Length: -1', 'InvalidContentLength'],
    ['an empty length', 'Content-Length:', 'InvalidContentLength'],
    ['a length and a coding', 'Content-Length: 1\r\nTransfer-Encoding: chunked', 'MalformedRequestInvalidHeaders'],
    ['a coding that is none', 'Transfer-Encoding:', 'FinalTransferCodingNotChunked'],
    ['a coding that is not chunked', 'Transfer-Encoding: gzip', 'FinalTransferCodingNotChunked'],
    ['chunked twice', 'Transfer-Encoding: chunked, chunked', 'FinalTransferCodingNotChunked'],
    ['chunked not last', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip', 'FinalTransferCodingNotChunked'],
  ])('are refused with %s', (_, lines, reason) => {
    const { end, scan: found } = scan(`HTTP/1.1 200 OK\r\n${lines}\r\n\r\n`);
    expect([end, found.rejection?.reason]).toEqual([REJECTED, reason]);
  });

  test('of a coding are refused in HTTP/1.0', () => {
    expect(scan('HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n').end).toBe(REJECTED);
  });

  test('that only requests have mean nothing', () => {
    const { end } = scan('HTTP/1.1 200 OK\r\nHost: a b\r\nHost: \r\nExpect: x\r\n\r\n');
    expect(end).toBeGreaterThan(0);
  });

  test('may have octets that are no UTF-8', () => {
    expect(scan('HTTP/1.1 200 OK\r\nX: \xff\xfe\r\n\r\n').end).toBeGreaterThan(0);
  });

  test('that are about the connection are noted', () => {
    const { scan: found } = scan('HTTP/1.1 200 OK\r\nConnection: Keep-Alive, close\r\nUpgrade: x\r\n\r\n');
    expect(found.flags & (CLOSE | KEEP_ALIVE | HAS_UPGRADE_HEADER | CHUNKED)).toBe(CLOSE | KEEP_ALIVE | HAS_UPGRADE_HEADER);
  });
});

describe('the end of a body, and whether the connection can be used again', () => {
  test.each<[string, string, BodyEnd, number | undefined, boolean]>([
    ['GET', 'HTTP/1.1 200 OK\r\nContent-Length: 5', 'length', 5, true],
    ['GET', 'HTTP/1.1 200 OK\r\nContent-Length: 0', 'length', 0, true],
    ['GET', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked', 'chunked', undefined, true],
    ['GET', 'HTTP/1.1 200 OK', 'close', undefined, false],
    ['GET', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5', 'length', 5, false],
    ['GET', 'HTTP/1.0 200 OK\r\nContent-Length: 5', 'length', 5, false],
    ['GET', 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5', 'length', 5, true],
    ['GET', 'HTTP/1.0 200 OK\r\nConnection: keep-alive', 'close', undefined, false],
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5', 'none', 5, true],
    ['HEAD', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked', 'none', undefined, true],
    ['HEAD', 'HTTP/1.1 200 OK', 'none', undefined, true],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5', 'none', 5, true],
    ['GET', 'HTTP/1.1 204 No Content', 'none', undefined, true],
    ['GET', 'HTTP/1.1 204 No Content\r\nContent-Length: 0', 'none', 0, true],
    ['GET', 'HTTP/1.1 204 No Content\r\nContent-Length: 5', 'none', 5, false],
    ['GET', 'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked', 'none', undefined, false],
    ['GET', 'HTTP/1.1 205 Reset Content\r\nContent-Length: 5', 'length', 5, true],
    ['GET', 'HTTP/1.1 103 Early Hints', 'none', undefined, true],
  ])('%s %j', (method, lines, bodyEnd, length, keepsConnection) => {
    const head = headOf(`${lines}\r\n\r\n`, method);
    expect([head.bodyEnd, head.length, head.keepsConnection]).toEqual([bodyEnd, length, keepsConnection]);
  });
});
