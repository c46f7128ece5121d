import { describe, expect, test } from 'vitest';
import { HeadScan, INCOMPLETE, REJECTED } from '../../../src/hosting/http1/head-scan.ts';
import { headText, methodOf, targetOf } from '../../../src/hosting/http1/request-head.ts';
import { scanRequestHead } from '../../../src/hosting/http1/scan-request-head.ts';
import { DEFAULT_LIMITS, octetsOf } from './scan-text.ts';

const heads = [
  'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  '\r\nGET /p/q.html?x=1&y=/../%00 HTTP/1.1\r\nHost: example.com:80\r\nAccept: */*\r\nCookie: a=b; c=d\r\nConnection: keep-alive, upgrade\r\nUpgrade: websocket\r\n\r\n',
  'POST /a%20b/../c HTTP/1.1\r\nhost: [::1]:5000\r\ncontent-length: 12345\r\nexpect: 100-continue\r\n\r\n',
  'POST http://u@a:80/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n',
  'PUT / HTTP/1.0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n',
  'CONNECT a:443  HTTP/1.1\r\nHost: a:443\r\nName: \xc3\xa5\r\n\r\n',
];
const refused = [
  'GET /\r\n',
  'GET / HTTP/1.2\r\n',
  'GET /%00 HTTP/1.1\r\n',
  'GET * HTTP/1.1\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nA: \xc3\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a\r\nA: b\n\r\n',
  'GET / HTTP/1.1\r\nA: b\r\n\r\n',
  'GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n',
];
const BODY = 'body that is none of its business\r\n\r\n';

/** All of a scan that is of the head, not of the buffer it was read in. */
function resultOf(scan: HeadScan): object {
  const { bytes: _, bufferEnd: __, limits: ___, ...result } = scan;
  return result;
}

describe('a head that arrives in parts', () => {
  test.each(heads)('is waited for at every octet, and then read as if it had come at once: %j', (head) => {
    const whole = new HeadScan();
    const bytes = octetsOf(head + BODY);
    expect(scanRequestHead(bytes, 0, bytes.length - 1, whole, DEFAULT_LIMITS)).toBe(head.length);
    for (let length = 0; length < head.length; length++) {
      expect(scanRequestHead(octetsOf(head.slice(0, length)), 0, length, new HeadScan(), DEFAULT_LIMITS), `${length}`).toBe(INCOMPLETE);
    }
    for (let length = head.length; length <= head.length + BODY.length; length++) {
      const scan = new HeadScan();
      expect(scanRequestHead(octetsOf((head + BODY).slice(0, length)), 0, length, scan, DEFAULT_LIMITS)).toBe(head.length);
      expect(resultOf(scan)).toEqual(resultOf(whole));
    }
  });

  test.each(refused)('is refused for the same reason as if it had come at once: %j', (head) => {
    const whole = new HeadScan();
    expect(scanRequestHead(octetsOf(head), 0, head.length, whole, DEFAULT_LIMITS)).toBe(REJECTED);
    for (let length = 0; length < head.length; length++) {
      const scan = new HeadScan();
      if (scanRequestHead(octetsOf(head.slice(0, length)), 0, length, scan, DEFAULT_LIMITS) === INCOMPLETE) continue;
      expect(scan.rejection?.reason, `${length}`).toBe(whole.rejection?.reason);
    }
  });

  test.each(heads)('is not read beyond its end, whatever is left in the buffer behind it: %j', (head) => {
    for (let length = 0; length < head.length; length++) {
      const bytes = Buffer.from(head, 'latin1');
      bytes[length] = 0;
      expect(scanRequestHead(bytes, 0, length, new HeadScan(), DEFAULT_LIMITS), `${length}`).toBe(INCOMPLETE);
    }
  });
});

describe('a scan that is used again', () => {
  test('remembers nothing of the request before', () => {
    const used = new HeadScan();
    for (const first of [...heads, ...refused]) {
      for (const second of heads) {
        scanRequestHead(octetsOf(first), 0, first.length, used, DEFAULT_LIMITS);
        const fresh = new HeadScan();
        scanRequestHead(octetsOf(second), 0, second.length, fresh, DEFAULT_LIMITS);
        expect(scanRequestHead(octetsOf(second), 0, second.length, used, DEFAULT_LIMITS)).toBe(second.length);
        const { nameStart: _, valueStart: __, lineEnd: ___, ...rest } = { ...resultOf(used) } as Record<string, unknown>;
        expect(resultOf(fresh)).toMatchObject(rest);
      }
    }
  });

  test('reads pipelined requests one behind the other', () => {
    const text = `\r\n${heads.join('')}`;
    const bytes = octetsOf(text);
    const scan = new HeadScan();
    const targets: string[] = [];
    for (let at = 0; at < text.length; ) {
      at = scanRequestHead(bytes, at, text.length, scan, DEFAULT_LIMITS);
      expect(at).toBeGreaterThan(0);
      targets.push(`${methodOf(bytes, scan)} ${targetOf(headText(bytes, scan), scan)}`);
    }
    expect(targets).toEqual(['GET /', 'GET /p/q.html?x=1&y=/../%00', 'POST /a%20b/../c', 'POST http://u@a:80/x', 'PUT /', 'OPTIONS *', 'CONNECT a:443']);
  });
});
