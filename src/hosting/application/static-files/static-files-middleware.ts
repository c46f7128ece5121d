import type { Readable } from 'node:stream';
import type { HttpContext } from '../../http/http-context.ts';
import { encodePath } from '../encode-path.ts';
import { isBelow } from '../path-base.ts';
import type { Component, RequestDelegate } from '../request-delegate.ts';
import { findFile, type Found } from './find-file.ts';
import type { StaticFileRules } from './static-file-options.ts';

/**
 * Sends files of a folder to GET and HEAD requests, with conditions and ranges (RFC 9110 sections 13 and 14), and passes on what is
 * not there (ASP.NET Core `StaticFileMiddleware`). Names that begin with a dot, and links that lead out of the folder, are not there.
 */
export function staticFilesMiddleware(rules: StaticFileRules): Component {
  return (next) => (context) => {
    const { method, path } = context.request;
    if ((method !== 'GET' && method !== 'HEAD') || !isBelow(path, rules.requestPath)) return next(context);
    return serve(context, { rules, next });
  };
}

async function serve(context: HttpContext, { rules, next }: { readonly rules: StaticFileRules; readonly next: RequestDelegate }): Promise<void> {
  const path = context.request.path.slice(rules.requestPath.length) || '/';
  const found = await findFile(context, path, rules);
  if (!found) return next(context);
  if (found.kind === 'folder') return redirectToFolder(context);
  sendHead(context, { found, rules });
  if (found.kind === 'refusal' || context.request.method === 'HEAD' || found.result.statusCode === 304) found.result.stream.destroy();
  else await sendBody(context, found.result.stream);
}

/** Relative links on its page are meant from within the folder. */
function redirectToFolder({ request, response }: HttpContext): void {
  // Two slashes at the beginning would lead to another host.
  const path = `${request.pathBase}${request.path}/`.replace(/^\/+/, '/');
  response.redirect(encodePath(path) + request.queryString, true);
}

function sendHead(context: HttpContext, { found, rules }: { readonly found: Exclude<Found, { kind: 'folder' }>; readonly rules: StaticFileRules }): void {
  const { response } = context;
  const { statusCode, headers } = found.result;
  response.statusCode = statusCode;
  if (found.kind === 'refusal') {
    const range = headers['Content-Range'];
    if (range !== undefined) response.headers.set('Content-Range', range);
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (!('Content-Type' in headers) && statusCode !== 304 && rules.defaultContentType !== undefined) response.headers.set('Content-Type', rules.defaultContentType);
  rules.onPrepareResponse?.(context, found.result.metadata);
}

/** As fast as the client takes it. However the loop ends, the file is closed. */
async function sendBody(context: HttpContext, file: Readable): Promise<void> {
  try {
    for await (const chunk of file) await context.response.write(chunk as Buffer);
  } catch (error) {
    if (!context.requestAborted.aborted) throw error;
  }
}
