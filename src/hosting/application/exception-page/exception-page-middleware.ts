import { BadHttpRequestError } from '../../http1/bad-http-request-error.ts';
import type { HttpContext } from '../../http/http-context.ts';
import type { Component } from '../request-delegate.ts';
import { formatFor } from './exception-format.ts';
import { presentableError } from './presentable-error.ts';
import { renderException } from './render-exception.ts';

/**
 * Answers for an app that fails with what is known of the error (ASP.NET Core `DeveloperExceptionPageMiddleware`): a page for
 * browsers, problem+json for programs, text at a prompt. For Development: it shows source code. What the server answers for
 * itself, and what fails after the response has started, goes on to the server.
 */
export function exceptionPageMiddleware(logError: (error: unknown) => void): Component {
  return (next) => (context) => {
    const show = (error: unknown): Promise<void> => answerFor(context, { error, logError });
    try {
      const result = next(context);
      return result instanceof Promise ? result.catch(show) : result;
    } catch (error) {
      return show(error);
    }
  };
}

async function answerFor(context: HttpContext, { error, logError }: { readonly error: unknown; readonly logError: (error: unknown) => void }): Promise<void> {
  const { request, response } = context;
  if (response.hasStarted || error instanceof BadHttpRequestError || context.requestAborted.aborted) throw error;
  logError(error);
  const { contentType, text } = await renderException(context, presentableError(error), formatFor(request.headers));
  for (const name of Array.from(response.headers, ([name]) => name)) response.headers.delete(name);
  response.statusCode = 500;
  response.headers.set('Cache-Control', 'no-store');
  await response.text(text, contentType);
}
