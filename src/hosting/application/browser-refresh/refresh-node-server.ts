import type { EventEmitter } from 'node:events';
import type { NodeHttpFeature } from '../../http/node-http-feature.ts';
import type { HttpApplication } from '../http-application.ts';
import { answerNode } from './answer-node.ts';
import { isRefreshTarget } from './answer-refresh-request.ts';
import type { BrowserRefresh } from './browser-refresh.ts';
import { isDocumentRequest } from './document-request.ts';
import type { NodeRequest, NodeResponse } from './node-exchange.ts';
import { refreshNodePage } from './refresh-node-page.ts';

/** Events by which Node's http and http2 servers give a request to the app. */
const REQUEST_EVENTS: ReadonlySet<unknown> = new Set(['request', 'checkContinue', 'checkExpectation']);
const refreshed = new WeakSet<EventEmitter>();

/**
 * Makes the pages of an app's own server refresh themselves: `http`, `https` or `http2` (with request and response objects),
 * whatever listens to it. Before the app sees a request. Once for each server.
 */
export function refreshNodeServer(server: EventEmitter, refresh: BrowserRefresh): void {
  if (refreshed.has(server)) return;
  refreshed.add(server);
  const emit = server.emit;
  server.emit = (name: string | symbol, ...event: unknown[]) => {
    const [request, response] = event as [NodeRequest, NodeResponse];
    return (REQUEST_EVENTS.has(name) && refreshNodeExchange(request, response, refresh)) || emit.call(server, name, ...event);
  };
}

/** The same for one request and its response. True: it is answered, and the app must not see it. */
export function refreshNodeExchange(request: NodeRequest, response: NodeResponse, refresh: BrowserRefresh): boolean {
  const { url = '', method = '', headers } = request;
  if (isRefreshTarget(url)) {
    void answerNode(request, response, refresh);
    return true;
  }
  const header = (name: string): string | undefined => headers[name]?.toString();
  if (isDocumentRequest({ method, header })) refreshNodePage(request, response, refresh);
  return false;
}

/** The same for an application that works with Node's own objects. */
export function withNodeBrowserRefresh(application: HttpApplication<NodeHttpFeature>, refresh: BrowserRefresh): HttpApplication<NodeHttpFeature> {
  return {
    ...application,
    processRequest(context) {
      if (!refreshNodeExchange(context.request, context.response, refresh)) return application.processRequest(context);
      return new Promise((resolve) => context.response.once('close', resolve));
    },
  };
}
