import type { HttpContext } from '../../http/http-context.ts';
import type { HttpApplication } from '../http-application.ts';
import { answerContext } from './answer-context.ts';
import { isRefreshTarget } from './answer-refresh-request.ts';
import type { BrowserRefresh } from './browser-refresh.ts';
import { isDocumentRequest } from './document-request.ts';
import { refreshPage } from './refresh-page.ts';

/**
 * `application` whose pages refresh themselves: answers for the script and the channel, and puts the script into the HTML of
 * document requests. All other requests go to it as they are.
 */
export function withBrowserRefresh(application: HttpApplication<HttpContext>, refresh: BrowserRefresh): HttpApplication<HttpContext> {
  return {
    ...application,
    createContext: (features) => application.createContext(features),
    disposeContext: (context, error) => application.disposeContext(context, error),
    processRequest(context) {
      const { method, path, headers } = context.request;
      if (isRefreshTarget(path)) return answerContext(context, refresh);
      if (!isDocumentRequest({ method, header: (name) => headers.get(name) })) return application.processRequest(context);
      return refreshPage(context, refresh, () => application.processRequest(context));
    },
  };
}
