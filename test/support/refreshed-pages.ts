import { EventEmitter, once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { BrowserRefresh } from '../../src/hosting/application/browser-refresh/browser-refresh.ts';

/** What a browser says of itself when it goes to a page. */
export const DOCUMENT = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-dest': 'document', 'accept-encoding': 'gzip, deflate, br' };

export const PAGE = '<!doctype html><html><body><p>hello</p></body></html>\n';
export const TAG = '<script src="/_framework/mews-refresh.js" data-generation="g1" data-moment="0" async></script>';
export const REFRESHED_PAGE = PAGE.replace('</body>', `${TAG}</body>`);

export interface TestRefresh {
  readonly refresh: BrowserRefresh;
  readonly warnings: string[];
}

const changes = new WeakMap<BrowserRefresh, EventEmitter>();

/** Resolves when so many pages listen to the channel. */
export async function openPages(refresh: BrowserRefresh, count: number): Promise<void> {
  while (refresh.openPages !== count) await once(changes.get(refresh) ?? new EventEmitter(), 'change');
}

/** Of generation `g1`, unless another one is named; closed when the test ends. */
export function testRefresh(generation = 'g1'): TestRefresh {
  const warnings: string[] = [];
  const refresh = new BrowserRefresh({ generation, warn: (text) => void warnings.push(text), root: '/p' });
  const change = new EventEmitter();
  changes.set(refresh, change);
  const connect = refresh.connect.bind(refresh);
  refresh.connect = (page, position) => {
    const disconnect = connect(page, position);
    change.emit('change');
    return () => {
      disconnect();
      change.emit('change');
    };
  };
  onTestFinished(() => refresh.close());
  return { refresh, warnings };
}

export interface PageAnswer {
  readonly status: number;
  readonly message: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly trailers: NodeJS.Dict<string>;
  /** One character an octet. */
  readonly body: string;
}

export interface PageRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request over a connection of its own. */
export async function ask(url: string, { method = 'GET', headers = DOCUMENT, body }: PageRequest = {}): Promise<PageAnswer> {
  const outgoing = request(url, { method, headers, agent: false });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const { statusCode: status = 0, statusMessage: message = '' } = response;
  return { status, message, headers: response.headers, rawHeaders: response.rawHeaders, trailers: response.trailers, body: Buffer.concat(chunks).toString('latin1') };
}

/** A page's end of the channel. */
export interface TestChannel {
  readonly response: IncomingMessage;
  /** Resolves when `text` has come. */
  received(text: string): Promise<void>;
  readonly ended: Promise<unknown>;
  leave(): void;
}

export async function openChannel(url: string, query = '?generation=g1&moment=0'): Promise<TestChannel> {
  const outgoing = request(new URL(`/_framework/mews-refresh${query}`, url), { agent: false, headers: { accept: 'text/event-stream', 'sec-fetch-site': 'same-origin' } }).end();
  outgoing.on('error', () => {});
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  let all = '';
  response.setEncoding('utf8').on('data', (text: string) => (all += text));
  onTestFinished(() => void outgoing.destroy());
  const ended = once(response, 'end');
  ended.catch(() => {});
  return {
    response,
    async received(text) {
      while (!all.includes(text)) await once(response, 'data');
    },
    ended,
    leave: () => void outgoing.destroy(),
  };
}
