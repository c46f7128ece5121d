import type { HttpContext } from '../../http/http-context.ts';
import { formatFor } from '../exception-page/exception-format.ts';

/** A report in the forms that clients may want; made when one is asked for. */
export interface ReportForms {
  readonly status: number;
  /** The Content-Security-Policy of the page. */
  readonly policy: string;
  readonly page: () => string;
  /** The members of a problem (RFC 9457). `instance`: the path of the request. */
  readonly problem: (instance: string) => object;
  readonly text: () => string;
}

/** A page for browsers, problem+json for programs, text at a prompt. Nobody keeps it. */
export function giveReport({ request, response }: HttpContext, { status, policy, page, problem, text }: ReportForms): Promise<void> {
  response.statusCode = status;
  response.headers.set('Cache-Control', 'no-store');
  switch (formatFor(request.headers)) {
    case 'html':
      response.headers.set('Content-Security-Policy', policy);
      return response.text(page(), 'text/html; charset=utf-8');
    case 'problem':
      return response.text(`${JSON.stringify(problem(request.pathBase + request.path), null, 2)}\n`, 'application/problem+json');
    default:
      return response.text(text(), 'text/plain; charset=utf-8');
  }
}
