import { describe, expect, test } from 'vitest';
import { EXPECT_CONTINUE, HAS_HOST, HAS_UPGRADE_HEADER, NON_ASCII } from '../../../src/hosting/http1/head-scan.ts';
import { headText } from '../../../src/hosting/http1/request-head.ts';
import { HeaderBlock } from '../../../src/hosting/http1/header-block.ts';
import { DEFAULT_LIMITS, refusalOf, scanText } from './scan-text.ts';

const LINE = 'GET / HTTP/1.1\r\n';
const NO_FINAL_CRLF = 'NO_FINAL_CRLF';
const long = 'Header__Vector16________Vector32';

describe('field lines are refused', () => {
  test.each([
    ['Header: value\n\r\n', 'Header: value\\x0A'],
    ['Header-1: value1\r\nHeader-2: value2\n\r\n', 'Header-2: value2\\x0A'],
    ['Header: line1\r\n line2\r\n\r\n', ' line2\\x0D\\x0A'],
    ['Header: line1\r\n\t line2\r\n\r\n', '\\x09 line2\\x0D\\x0A'],
    ['Header-1: multi\r\n line\r\nHeader-2: value2\r\n\r\n', ' line\\x0D\\x0A'],
    ['Header-1: value1\r\n Header-2: value2\r\n\r\n', ' Header-2: value2\\x0D\\x0A'],
    ['Header-1: value1\r\n\tHeader-2: value2\r\n\r\n', '\\x09Header-2: value2\\x0D\\x0A'],
    ['Header-1: val\rue1\r\n', 'Header-1: val\\x0Du'],
    ['Header-1: value1\r\nHeader-2: v\ralue2\r\n', 'Header-2: v\\x0Da'],
    ['Header-1: Value__\rVector16________Vector32\r\n', 'Header-1: Value__\\x0DV'],
    ['Header-1: Value___Vector16\r________Vector32\r\n', 'Header-1: Value___Vector16\\x0D_'],
    ['Header-1: Value___Vector16________Vector32Value___Vector16_______\rVector32\r\n', 'Header-1: Value___Vector16________Vector32Value___Vector16_______\\x0DV'],
    ['Header-1: Value___Vector16________Vector32Value___Vector16________Vector32\r\r\n', 'Header-1: Value___Vector16________Vector32Value___Vector16________Vector32\\x0D\\x0D'],
    ['Header-1: Value___Vector16________Vector32Value___Vector16________Vector32_\r\r\n', 'Header-1: Value___Vector16________Vector32Value___Vector16________Vector32_\\x0D\\x0D'],
    ['Header-1 value1\r\n\r\n', 'Header-1 value1\\x0D\\x0A'],
    ['Header-1: value1\r\nHeader-2 value2\r\n\r\n', 'Header-2 value2\\x0D\\x0A'],
    ['HeaderValue1\r\n\r\n', 'HeaderValue1\\x0D\\x0A'],
    [' Header-1: value1\r\nHeader-2: value2\r\n\r\n', ' Header-1: value1\\x0D\\x0A'],
    ['Header__Vector16\r: value\r\n\r\n', 'Header__Vector16\\x0D:'],
    ['Header_\rVector16________Vector32: value\r\n\r\n', 'Header_\\x0DV'],
    [`${long}\r: value\r\n\r\n`, `${long}\\x0D:`],
    [`${long}Header_\rVector16________Vector32: value\r\n\r\n`, `${long}Header_\\x0DV`],
    [`${long}${long}_\r: value\r\n\r\n`, `${long}${long}_\\x0D:`],
    ['Header 1: value1\r\nHeader-2: value2\r\n\r\n', 'Header 1: value1\\x0D\\x0A'],
    ['Header 1 : value1\r\nHeader-2: value2\r\n\r\n', 'Header 1 : value1\\x0D\\x0A'],
    ['Header-1: value1\r\nHeader 2: value2\r\n\r\n', 'Header 2: value2\\x0D\\x0A'],
    ['Header-1: value1\r\nHeader-2 : value2\r\n\r\n', 'Header-2 : value2\\x0D\\x0A'],
    ['Header-1: value1\r\nHeader-2\t: value2 \n', 'Header-2\\x09: value2 \\x0A'],
    ['Header-1: value1\r\nHeader-2: value2\r\n\r ', NO_FINAL_CRLF],
    ['Header-1: value1\r\nHeader-2: value2\r\n\r \n', NO_FINAL_CRLF],
    ['Header-1: value1\r\n\n', NO_FINAL_CRLF],
    [': value\r\n\r\n', ': value\\x0D\\x0A'],
    [':a\r\n', ':a\\x0D\\x0A'],
  ])('%j', (lines, detail) => {
    const message = detail === NO_FINAL_CRLF ? 'Invalid request headers: missing final CRLF in header fields.' : `Invalid request header: '${detail}'`;
    expect(refusalOf(LINE + lines)).toMatchObject({ status: 400, message });
  });

  test.each(['Hea\0der', 'Head\x80r', 'Header(', 'He"ader', '\0', '\x80', 'He@der', 'He/der', 'He[der', 'He\x7fder', '(Header'])('with the name %j', (name) => {
    expect(refusalOf(`${LINE}${name}: value\r\n\r\n`)).toMatchObject({ status: 400, message: 'Invalid characters in header name.' });
  });

  test.each(['valu\x80', '\xff', '\xc3', '\xc3\x28', '\xed\xa0\x80', '\xc0\xaf', '\0', 'va\0lue', '\x01', '\x0b', 'a\x7f', 'a\x1fb'])('with the value %j', (value) => {
    expect(refusalOf(`${LINE}Host:\r\nHeader: ${value}\r\n\r\n`)).toMatchObject({ status: 400, message: 'Malformed request: invalid headers.' });
  });

  test('as soon as they cannot become right', () => {
    for (const text of [' ', '\t', ':', '\n', '\0', 'a ', 'a\r', 'a\0', 'a: \0', 'a: b\n', 'a: b\rc', '\rx', 'Host: a\r\nHost: b\r\n', 'Content-Length: x\r\n']) {
      expect(refusalOf(LINE + text), JSON.stringify(text)).toMatchObject({ status: 400 });
    }
  });

  test.each(['POST', 'PUT'])('of a %s on HTTP/1.0 without a length', (method) => {
    expect(refusalOf(`${method} / HTTP/1.0\r\n\r\n`)).toMatchObject({ status: 400, message: `${method} request contains no Content-Length header.` });
    expect(refusalOf(`${method} / HTTP/1.0\r\nContent-Length: 0\r\n\r\n`)).toBeUndefined();
  });
});

describe('field lines are taken', () => {
  test('with blanks around the value, and without', () => {
    const { bytes, scan } = scanText(`${LINE}Host:\r\nA:1\r\nB: 2\r\nC:\t 3 \t\r\nD:\r\nE:   \r\nF: a\tb c\r\n\r\n`);
    expect(scan.headerCount).toBe(7);
    expect([...new HeaderBlock(headText(bytes, scan), scan.headersStart)].slice(1).map(([, value]) => value)).toEqual(['1', '2', '3', '', '', 'a\tb c']);
  });

  test('with UTF-8, and then the head is read as UTF-8', () => {
    const { bytes, scan } = scanText(`${LINE}Host:\r\nName: ${Buffer.from('grüße 😀').toString('latin1')}\r\nOther: x\r\n\r\n`);
    expect(scan.flags & NON_ASCII).toBe(NON_ASCII);
    const headers = new HeaderBlock(headText(bytes, scan), scan.headersStart - scan.start);
    expect(headers.get('name')).toBe('grüße 😀');
    expect(headers.get('other')).toBe('x');
  });

  test('and what they say about the host, the upgrade and the expectation is noted', () => {
    const { scan } = scanText(`${LINE}hOST:  a:80 \r\nUpgrade: websocket\r\nExpect: 100-Continue\r\n\r\n`);
    expect(scan.flags & (HAS_HOST | HAS_UPGRADE_HEADER | EXPECT_CONTINUE)).toBe(HAS_HOST | HAS_UPGRADE_HEADER | EXPECT_CONTINUE);
    expect(scan.text(scan.hostStart, scan.hostEnd)).toBe('a:80');
  });

  test('and names of the same length are not mistaken for those', () => {
    const { scan } = scanText(`${LINE}Host:\r\nH_st: a/b\r\nRefere: 100-continue\r\nContentXLength: x\r\nContent\r-Length: 1`.replace('\r-', '!-') + '\r\nTransfer!Encoding: x\r\nUpgrad3: x\r\n\r\n');
    expect(scan.rejection).toBeUndefined();
    expect(scan.flags & (HAS_UPGRADE_HEADER | EXPECT_CONTINUE)).toBe(0);
    expect(scan.contentLength).toBe(-1);
  });

  test('and an expectation of another kind is nobody\'s to refuse', () => {
    const { outcome, scan } = scanText(`${LINE}Host:\r\nExpect: 200-maybe\r\n\r\n`);
    expect(outcome).toBe('scanned');
    expect(scan.flags & EXPECT_CONTINUE).toBe(0);
  });
});

describe('the limits of the fields', () => {
  const lines = (count: number) => `Host:\r\n${Array.from({ length: count - 1 }, (_, index) => `Header-${index}: value${index}\r\n`).join('')}`;

  test.each([1, 2, 5, 20])('%d fields: the total counts all lines but the empty one', (count) => {
    const headersTotal = lines(count).length;
    expect(scanText(`${LINE}${lines(count)}\r\n`, { ...DEFAULT_LIMITS, headersTotal }).outcome).toBe('scanned');
    expect(refusalOf(`${LINE}${lines(count)}\r\n`, { ...DEFAULT_LIMITS, headersTotal: headersTotal - 1 })).toMatchObject({ status: 431, message: 'Request headers too long.' });
  });

  test.each([
    [1, 1],
    [1, 2],
    [5, 5],
    [5, 6],
  ])('%d fields are taken where %d may be', (count, headerCount) => {
    expect(scanText(`${LINE}${lines(count)}\r\n`, { ...DEFAULT_LIMITS, headerCount }).outcome).toBe('scanned');
  });

  test.each([
    [2, 1],
    [5, 1],
    [5, 4],
    [101, 100],
  ])('%d fields are refused where %d may be', (count, headerCount) => {
    expect(refusalOf(`${LINE}${lines(count)}\r\n`, { ...DEFAULT_LIMITS, headerCount })).toMatchObject({ status: 431, message: 'Request contains too many headers.' });
  });

  test('what cannot end in time is refused before it ends', () => {
    const text = lines(2);
    for (let headersTotal = 1; headersTotal < text.length; headersTotal++) {
      const limits = { ...DEFAULT_LIMITS, headersTotal };
      // Behind a whole line the empty one may follow, which does not count.
      const isLineEnd = headersTotal === 'Host:\r\n'.length;
      expect(scanText(LINE + text.slice(0, headersTotal), limits).outcome, `${headersTotal}`).toBe(isLineEnd ? 'incomplete' : 'rejected');
      expect(refusalOf(LINE + text.slice(0, headersTotal + 1), limits), `${headersTotal}`).toMatchObject({ status: 431 });
      expect(scanText(LINE + text.slice(0, headersTotal - 1), limits).outcome, `${headersTotal}`).toBe('incomplete');
    }
  });

  test('nobody can fill the memory with a name or a value', () => {
    for (const text of ['x'.repeat(32_768), `x: ${'y'.repeat(32_766)}`, `x:${' '.repeat(32_768)}`, `x: y\r\n`.repeat(6000)]) {
      expect(refusalOf(LINE + text), text.slice(0, 8)).toMatchObject({ status: 431 });
    }
  });
});
