import { request, type IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import type { HeaderBlock } from '../../../../src/hosting/http1/header-block.ts';
import type { ResponseHead } from '../../../../src/hosting/http1/response-head.ts';
import type { ResponseReader } from '../../../../src/hosting/http1/response-reader.ts';
import type { ResponseCase } from './response-cases.ts';

/** A response that was read to its end; undefined: there was none, or not to its end. */
export interface SeenResponse {
  readonly status: number;
  /** One character an octet. */
  readonly body: string;
  /** Statuses of interim responses before it. */
  readonly interim: readonly number[];
}

/** Reads with our reader, or a changed one, from a buffer that is overwritten after each piece. `isEnd`: the connection ends with the text. */
export function readByUs(Reader: typeof ResponseReader, { method, text, splits }: ResponseCase, isEnd = true): SeenResponse | undefined {
  const interim: number[] = [];
  let status = 0;
  let body = '';
  let seen: SeenResponse | undefined;
  const reader = new Reader();
  reader.expect(method, {
    interim: (head: ResponseHead) => void interim.push(head.status),
    head: (head: ResponseHead) => (status = head.status),
    switched: () => {},
    data: (bytes: Buffer, start: number, end: number) => (body += bytes.toString('latin1', start, end)),
    end: (_trailers: HeaderBlock | undefined) => (seen = { status, body, interim }),
    malformed: () => {},
  });
  let start = 0;
  for (const end of [...splits, text.length]) {
    const bytes = Buffer.from(`${text.slice(start, end)}\0`, 'latin1');
    if (end > start) reader.feed(bytes, 0, end - start);
    bytes.fill('HTTP/1.1 500 forged\r\n\r\n');
    start = end;
  }
  if (isEnd) reader.endOfInput();
  return seen;
}

/**
 * The case without what stands behind the response that we read: we use the connection no more where there is any, and node:http refuses the response
 * with it.
 */
export function withoutRest(Reader: typeof ResponseReader, one: ResponseCase): ResponseCase {
  const isWhole = (length: number): boolean => readByUs(Reader, { ...one, text: one.text.slice(0, length), splits: [] }, false) !== undefined;
  if (!isWhole(one.text.length)) return one;
  let [low, high] = [0, one.text.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isWhole(middle)) high = middle;
    else low = middle + 1;
  }
  return { ...one, text: one.text.slice(0, high), splits: one.splits.filter((split) => split < high) };
}

/** A connection without a network: what is pushed has been received, what is written is dropped. */
class Wire extends Duplex {
  override _read(): void {}

  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    done();
  }
}

/** Reads with the client of node:http. */
export async function readByNode({ method, text }: ResponseCase): Promise<SeenResponse | undefined> {
  const wire = new Wire();
  const interim: number[] = [];
  const asked = request({ method, createConnection: () => wire });
  const read = new Promise<SeenResponse | undefined>((resolve) => {
    asked.on('error', () => resolve(undefined));
    asked.on('close', () => setImmediate(resolve, undefined));
    asked.on('information', ({ statusCode }) => interim.push(statusCode));
    asked.on('continue', () => interim.push(100));
    asked.on('upgrade', () => resolve(undefined));
    asked.on('response', (response: IncomingMessage) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
      response.on('error', () => resolve(undefined));
      response.on('end', () => resolve(response.complete ? { status: response.statusCode ?? 0, body, interim: [...new Set(interim)] } : undefined));
    });
  });
  asked.end();
  await new Promise(setImmediate);
  wire.push(Buffer.from(text, 'latin1'));
  wire.push(null);
  const seen = await read;
  wire.destroy();
  return seen;
}
