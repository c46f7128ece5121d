import type { FailureAnswer } from '../../../foundation/events/module-settings.ts';
import type { HttpContext } from '../../http/http-context.ts';
import { formatFor } from '../exception-page/exception-format.ts';
import { FAILURE_PAGE_POLICY, failurePage } from './failure-page.ts';
import { failureProblem } from './failure-problem.ts';
import { failureText } from './failure-text.ts';

const EDITOR = 'vscode';

/** Tells a client of a failure: a page for browsers, problem+json for programs, text at a prompt; where it is none of their business, the status alone. */
export function giveFailure({ request, response }: HttpContext, failure: FailureAnswer, root: string): Promise<void> {
  response.statusCode = failure.status;
  response.headers.set('Cache-Control', 'no-store');
  if (failure.status === 503) response.headers.set('Retry-After', '5');
  if (!failure.isDetailed) return response.text('');
  switch (formatFor(request.headers)) {
    case 'html':
      response.headers.set('Content-Security-Policy', FAILURE_PAGE_POLICY);
      return response.text(failurePage(failure, { root, editor: EDITOR }), 'text/html; charset=utf-8');
    case 'problem':
      return response.text(`${JSON.stringify(failureProblem(failure, { root, instance: request.pathBase + request.path }), null, 2)}\n`, 'application/problem+json');
    default:
      return response.text(failureText(failure, root), 'text/plain; charset=utf-8');
  }
}
