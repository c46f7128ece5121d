import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAllowedHost } from './allowed-host.ts';
import { type DebugTarget, describeTarget } from './debug-target.ts';

export interface Discovery {
  readonly target: DebugTarget;
  /** Name and port of the front, for a client that names none. */
  readonly host: string;
  /** The protocol's description, of the process that is debugged; nothing as long as there has been none. */
  readonly protocol: () => Promise<string | undefined>;
}

/** Answers `/json`, `/json/list`, `/json/version` and `/json/protocol` as Node's inspector does. */
export async function answerDiscovery(request: IncomingMessage, response: ServerResponse, discovery: Discovery): Promise<void> {
  const path = pathOf(request);
  const host = request.headers.host ?? '';
  if (request.method !== 'GET' || !isAllowedHost(host)) return refuse(response);
  if (path === '/json' || path === '/json/list') return answer(response, pretty([describeTarget(discovery.target, host || discovery.host)]));
  if (path === '/json/version') return answer(response, pretty({ Browser: `node.js/${process.version}`, 'Protocol-Version': '1.1' }));
  if (path !== '/json/protocol') return refuse(response);
  const protocol = await discovery.protocol();
  if (protocol === undefined) response.writeHead(503, { 'Retry-After': '1' }).end();
  else answer(response, protocol);
}

/** Without a slash at its end, in lower case: Node takes them all for the same. */
function pathOf({ url = '' }: IncomingMessage): string {
  return url.toLowerCase().replace(/\/$/, '');
}

function answer(response: ServerResponse, body: string): void {
  const headers = { 'Content-Type': 'application/json; charset=UTF-8', 'Cache-Control': 'no-cache', 'Content-Length': Buffer.byteLength(body), Connection: 'close' };
  response.writeHead(200, headers).end(body);
}

function refuse(response: ServerResponse): void {
  response.writeHead(400, { 'Content-Type': 'text/html; charset=UTF-8', Connection: 'close' }).end(REFUSAL);
}

/** Node's word for every request that it does not want. */
export const REFUSAL = 'WebSockets request was expected\r\n';

function pretty(value: object): string {
  return JSON.stringify(value, null, 2);
}
