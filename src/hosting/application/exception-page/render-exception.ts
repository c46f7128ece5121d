import type { HttpContext } from '../../http/http-context.ts';
import type { ExceptionFormat } from './exception-format.ts';
import { maskHeaders, maskQuery } from './mask-secrets.ts';

/** What is sent to the client. */
export interface RenderedException {
  readonly contentType: string;
  readonly text: string;
}

/** Tells of an error that may be shown; see `presentableError`. */
export async function renderException(context: HttpContext, error: Error, format: ExceptionFormat): Promise<RenderedException> {
  const page = format === 'html' ? await renderPage(context, error) : undefined;
  if (page !== undefined) return { contentType: 'text/html; charset=utf-8', text: page };
  if (format === 'problem') return { contentType: 'application/problem+json', text: JSON.stringify(toProblem(context, error), null, 2) };
  return { contentType: 'text/plain; charset=utf-8', text: `${withCauses(error)}\n` };
}

/** The library is loaded with the first error: nobody hopes for one. Undefined when it fails, for the app's error is what matters. */
async function renderPage({ request }: HttpContext, error: Error): Promise<string | undefined> {
  const url = request.pathBase + request.path + maskQuery(request.queryString);
  try {
    const { Youch } = await import('youch');
    return await new Youch().toHTML(error, { request: { url, method: request.method, headers: maskHeaders(request.headers) } });
  } catch {
    return undefined;
  }
}

/** RFC 9457, with what ASP.NET Core's page adds. */
function toProblem({ request, traceIdentifier }: HttpContext, error: Error): object {
  return {
    type: 'about:blank',
    title: error.name,
    status: 500,
    detail: error.message,
    instance: request.pathBase + request.path,
    traceId: traceIdentifier,
    exception: { details: withCauses(error).split('\n') },
  };
}

function withCauses(error: Error): string {
  const { stack = '', cause } = error;
  return cause instanceof Error ? `${stack}\nCaused by: ${withCauses(cause)}` : stack;
}
