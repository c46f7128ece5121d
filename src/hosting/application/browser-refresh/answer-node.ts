import { answerRefreshRequest } from './answer-refresh-request.ts';
import type { BrowserRefresh, PagePosition } from './browser-refresh.ts';
import type { NodeRequest, NodeResponse } from './node-exchange.ts';
import { ServerMethods } from './server-methods.ts';

/** Answers a request for the script or the channel with Node's own objects; see `isRefreshTarget`. Never rejects. */
export async function answerNode(request: NodeRequest, response: NodeResponse, refresh: BrowserRefresh): Promise<void> {
  const { url = '', method = '', headers: received } = request;
  try {
    const { status, headers, body, position } = await answerRefreshRequest(url, { method, header: (name) => received[name]?.toString() }, refresh);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.statusCode = status;
    if (position) return streamTo(response, refresh, position);
    if (status !== 304) response.setHeader('Content-Length', Buffer.byteLength(body));
    response.end(body);
  } catch (error) {
    refresh.warnOnce('answer', `Pages are not refreshed by themselves: ${String(error)}`);
    response.statusCode = 500;
    response.end();
  }
}

/** Ends with the page or with `refresh`. The connection ends too: the next one may reach another version of the app. */
function streamTo(response: NodeResponse, refresh: BrowserRefresh, position: PagePosition): void {
  if ('shouldKeepAlive' in response) response.shouldKeepAlive = false;
  // An app's own time-out is meant for its own answers.
  response.setTimeout(0);
  const server = new ServerMethods(response);
  const disconnect = refresh.connect({ send: (text) => void server.write([text]), end: () => void server.end([]) }, position);
  response.once('close', disconnect);
}
