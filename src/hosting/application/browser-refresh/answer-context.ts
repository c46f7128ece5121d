import type { HttpContext } from '../../http/http-context.ts';
import { answerRefreshRequest } from './answer-refresh-request.ts';
import type { BrowserRefresh, PagePosition } from './browser-refresh.ts';

/** Answers a request for the script or the channel; see `isRefreshTarget`. */
export async function answerContext(context: HttpContext, refresh: BrowserRefresh): Promise<void> {
  const { request, response } = context;
  const facts = { method: request.method, header: (name: string) => request.headers.get(name) };
  const { status, headers, body, position } = await answerRefreshRequest(request.path + request.queryString, facts, refresh);
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (position) await streamTo(context, refresh, position);
  else if (body !== '') await response.text(body);
}

/** Ends with the page or with `refresh`. The connection ends too: the next one may reach another version of the app. */
async function streamTo(context: HttpContext, refresh: BrowserRefresh, position: PagePosition): Promise<void> {
  const { response, requestAborted } = context;
  if (context.request.protocol.startsWith('HTTP/1')) response.headers.set('Connection', 'close');
  let disconnect = (): void => {};
  await new Promise<void>((resolve) => {
    // A page that has gone away is told so by the signal.
    const send = (text: string): void => void response.write(text).catch(() => {});
    requestAborted.addEventListener('abort', () => resolve(), { once: true });
    disconnect = refresh.connect({ send, end: resolve }, position);
  });
  disconnect();
}
