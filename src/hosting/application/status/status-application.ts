import { formatStatusReport } from '../../../foundation/events/format-status-report.ts';
import type { StatusReport } from '../../../foundation/events/status-report.ts';
import { HttpContext } from '../../http/http-context.ts';
import { answerContext } from '../browser-refresh/answer-context.ts';
import { isRefreshTarget } from '../browser-refresh/answer-refresh-request.ts';
import type { BrowserRefresh } from '../browser-refresh/browser-refresh.ts';
import type { HttpApplication } from '../http-application.ts';
import { giveReport } from './give-report.ts';
import { STATUS_PAGE_POLICY, statusPage } from './status-page.ts';
import { statusProblem } from './status-problem.ts';

/**
 * In the place of an app of which no version works: answers every request with 503 and what `state` tells then; a page that heals
 * itself for browsers, problem+json for programs, text at a prompt. Tell `refresh` of each new state, too: open pages show it.
 */
export function statusApplication(state: () => StatusReport, refresh: BrowserRefresh): HttpApplication<HttpContext> {
  return {
    createContext: (features) => new HttpContext(features),
    disposeContext: () => {},
    processRequest: (context) => (isRefreshTarget(context.request.path) ? answerPage(context, state(), refresh) : answer(context, state(), refresh)),
  };
}

/** A page that comes back hears of the state as it is now, whether somebody has told it or not. */
function answerPage(context: HttpContext, report: StatusReport, refresh: BrowserRefresh): Promise<void> {
  if (refresh.report !== report) refresh.send({ type: 'showReport', report });
  return answerContext(context, refresh);
}

function answer(context: HttpContext, report: StatusReport, { generation, moment, editor, root }: BrowserRefresh): Promise<void> {
  context.response.headers.set('Retry-After', '1');
  return giveReport(context, {
    status: 503,
    policy: STATUS_PAGE_POLICY,
    page: () => statusPage(report, { generation, moment, editor, root, method: context.request.method }),
    problem: (instance) => statusProblem(report, { root, instance }),
    text: () => formatStatusReport(report, root),
  });
}
