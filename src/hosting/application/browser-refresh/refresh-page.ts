import { ChangedHeaders } from '../../http/changed-headers.ts';
import type { HttpContext } from '../../http/http-context.ts';
import { HttpRequestFeature } from '../../http/request-features.ts';
import { requiredFeature } from '../../http/required-feature.ts';
import { HttpResponseBodyFeature } from '../../http/response-features.ts';
import type { BrowserRefresh } from './browser-refresh.ts';
import { CONDITIONS } from './document-request.ts';
import { FIELDS_OF_THE_ORIGINAL } from './plan-injection.ts';
import { injectorFor, planPage } from './page-injector.ts';
import { RefreshedBody } from './refreshed-body.ts';

/** Lets `answer` answer a document request, and puts the script into what it writes if that is a page. */
export async function refreshPage(context: HttpContext, refresh: BrowserRefresh, answer: () => void | Promise<void>): Promise<void> {
  const { features, response } = context;
  withoutConditions(requiredFeature(features, HttpRequestFeature));
  const body = new RefreshedBody(requiredFeature(features, HttpResponseBodyFeature), context);
  features.set(HttpResponseBodyFeature, body);
  // Registered first, so that it runs last: when the head is as it will be.
  response.onStarting(() => planBody(context, refresh, body));
  await answer();
  await body.finish();
}

function withoutConditions(request: HttpRequestFeature): void {
  if (request.method !== 'GET' || !CONDITIONS.some((name) => request.headers.has(name))) return;
  const headers = new ChangedHeaders(request.headers);
  for (const name of CONDITIONS) headers.delete(name);
  request.headers = headers;
}

function planBody({ request, response }: HttpContext, refresh: BrowserRefresh, body: RefreshedBody): void {
  const { headers, statusCode } = response;
  const page = { method: request.method, origin: { scheme: request.scheme, host: request.host } };
  const plan = planPage(refresh, page, { status: statusCode, values: (name) => headers.getAll(name) });
  if (plan.kind !== 'inject') return body.plan();
  for (const name of FIELDS_OF_THE_ORIGINAL) headers.delete(name);
  if (plan.encoding !== '') headers.delete('content-encoding');
  if (plan.policies.length > 0) headers.set('Content-Security-Policy', plan.policies);
  body.plan(injectorFor(refresh, page, plan.policies), plan.encoding);
}
