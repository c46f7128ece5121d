import { describe, expect, test } from 'vitest';
import { HeaderBlock } from '../../../src/hosting/http1/header-block.ts';
import type { ResponseHead } from '../../../src/hosting/http1/response-head.ts';
import { ResponseReader, type ResponseListener } from '../../../src/hosting/http1/response-reader.ts';

/** Writes down what it is told. */
class Record implements ResponseListener {
  readonly told: string[] = [];
  body = '';

  interim(head: ResponseHead): void {
    this.told.push(`interim ${head.status} ${[...new HeaderBlock(head.text, head.fieldsStart)].join()}`);
  }

  head(head: ResponseHead): void {
    this.told.push(`head ${head.status} ${head.bodyEnd}`);
  }

  switched(head: ResponseHead, early: Buffer): void {
    this.told.push(`switched ${head.status} ${early.toString('latin1')}`);
  }

  data(bytes: Buffer, start: number, end: number): void {
    this.body += bytes.toString('latin1', start, end);
  }

  end(trailers: HeaderBlock | undefined, hasMore: boolean): void {
    this.told.push(`end ${this.body} ${trailers ? [...trailers].join() : '-'}${hasMore ? ' and more' : ''}`);
  }

  malformed(fault: string): void {
    this.told.push(`malformed: ${fault}`);
  }
}

/** Feeds `text` cut at `splits`, from a buffer that is overwritten after each piece. */
function read(text: string, { method = 'GET', splits = [] as number[], isEnd = false } = {}): string[] {
  const record = new Record();
  const reader = new ResponseReader();
  reader.expect(method, record);
  const shared = Buffer.alloc(text.length + 1);
  let start = 0;
  for (const end of [...splits, text.length]) {
    shared.write(text.slice(start, end), 0, 'latin1');
    shared[end - start] = 0;
    reader.feed(shared, 0, end - start);
    shared.fill('HTTP/1.1 500 forged\r\n\r\n');
    start = end;
  }
  if (isEnd && !reader.endOfInput()) record.told.push('cut');
  return record.told;
}

const whole: Record_ = {
  'of known length': ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', ['head 200 length', 'end hello -']],
  'of no octets': ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', ['head 200 length', 'end  -']],
  'in chunks': ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a="b"\r\nhel\r\n2\r\nlo\r\n0\r\nX: y\r\n\r\n', ['head 200 chunked', 'end hello X,y']],
  'behind interim ones': [
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
    ['interim 100 ', 'interim 103 Link,</a>', 'head 204 none', 'end  -'],
  ],
};
type Record_ = Readonly<{ [name: string]: readonly [text: string, told: readonly string[]] }>;

describe('a response', () => {
  test.each(Object.entries(whole))('%s is read', (_, [text, told]) => {
    expect(read(text)).toEqual(told);
  });

  test.each(Object.entries(whole))('%s is read wherever it is cut', (_, [text, told]) => {
    for (let cut = 1; cut < text.length; cut++) {
      expect(read(text, { splits: [cut] }), `cut at ${cut}`).toEqual(told);
      if (cut + 3 < text.length) expect(read(text, { splits: [cut, cut + 1, cut + 3] }), `cut at ${cut} and behind`).toEqual(told);
    }
  });

  test.each(Object.entries(whole))('%s with octets behind it is told to have some', (_, [text, told]) => {
    expect(read(`${text}HTTP/1.1 200 OK\r\n\r\n`)).toEqual([...told.slice(0, -1), `${told.at(-1)} and more`]);
  });

  test.each(Object.entries(whole))('%s that breaks off is not whole', (_, [text]) => {
    for (let cut = 1; cut < text.length - 1; cut++) expect(read(text.slice(0, cut), { isEnd: true }).at(-1)).toBe('cut');
  });

  test('without a length ends with the input', () => {
    expect(read('HTTP/1.1 200 OK\r\n\r\nhello', { splits: [21], isEnd: true })).toEqual(['head 200 close', 'end hello -']);
    expect(read('HTTP/1.1 200 OK\r\n\r\n', { isEnd: true })).toEqual(['head 200 close', 'end  -']);
  });

  test('that switches protocols leaves what is behind its head', () => {
    const text = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n';
    expect(read(`${text}HTTP/1.1 200 OK\r\n\r\n`)).toEqual(['switched 101 HTTP/1.1 200 OK\r\n\r\n']);
    expect(read(text)).toEqual(['switched 101 ']);
  });

  test.each([
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n', 'has a chunk whose size is none'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;\r\n', 'has a malformed chunk extension'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n', 'has a chunk that is longer or shorter than it says'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n', 'has a malformed header line'],
    ['nonsense\r\n', 'does not begin with an HTTP/1 status line'],
    ['HTTP/1.1 200 OK\r\nX: y\r\nZ\r\n\r\n', 'has a malformed header line'],
  ])('that is malformed is told to be: %j', (text, fault) => {
    for (let cut = 1; cut < text.length; cut++) expect(read(text, { splits: [cut] }).at(-1), `cut at ${cut}`).toBe(`malformed: ${fault}`);
  });

  test('follows another one on the same connection', () => {
    const reader = new ResponseReader();
    for (const body of ['one', 'two']) {
      const record = new Record();
      reader.expect('GET', record);
      const text = `HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n${body}`;
      reader.feed(Buffer.from(`${text}\0`), 0, text.length);
      expect(record.told).toEqual(['head 200 length', `end ${body} -`]);
    }
  });

  test('that nobody wants any more is not told of', () => {
    const reader = new ResponseReader();
    const record = new Record();
    reader.expect('GET', record);
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n';
    reader.feed(Buffer.from(`${head}\0`), 0, head.length);
    reader.stop();
    reader.feed(Buffer.from('abc\0'), 0, 3);
    expect([record.told, record.body]).toEqual([['head 200 length'], '']);
  });
});
