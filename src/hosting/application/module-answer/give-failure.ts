import type { FailureAnswer } from '../../../foundation/events/module-settings.ts';
import type { HttpContext } from '../../http/http-context.ts';
import { giveReport } from '../status/give-report.ts';
import { FAILURE_PAGE_POLICY, failurePage } from './failure-page.ts';
import { failureProblem } from './failure-problem.ts';
import { failureText } from './failure-text.ts';

const EDITOR = 'vscode';

/** Tells a client of a failure; where it is none of their business, the status alone. */
export function giveFailure(context: HttpContext, failure: FailureAnswer, root: string): Promise<void> {
  const { response } = context;
  if (failure.status === 503) response.headers.set('Retry-After', '5');
  if (!failure.isDetailed) {
    response.statusCode = failure.status;
    response.headers.set('Cache-Control', 'no-store');
    return response.text('');
  }
  return giveReport(context, {
    status: failure.status,
    policy: FAILURE_PAGE_POLICY,
    page: () => failurePage(failure, { root, editor: EDITOR }),
    problem: (instance) => failureProblem(failure, { root, instance }),
    text: () => failureText(failure, root),
  });
}
