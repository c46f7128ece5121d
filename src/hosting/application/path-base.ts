import type { HttpContext } from '../http/http-context.ts';
import type { RequestDelegate } from './request-delegate.ts';

/** Requests below `path` go to `branch`, with `path` moved to `pathBase` meanwhile; the others to `next`. */
export function branchAtPath(path: string, { branch, next }: { readonly branch: RequestDelegate; readonly next: RequestDelegate }): RequestDelegate {
  const prefix = path.replace(/\/+$/, '');
  return (context) => (isBelow(context.request.path, prefix) ? runBelow(context, { prefix, delegate: branch }) : next(context));
}

/** All requests go to `next`, those below `path` with `path` moved to `pathBase` meanwhile. */
export function moveToPathBase(path: string, next: RequestDelegate): RequestDelegate {
  return path.replace(/\/+$/, '') === '' ? next : branchAtPath(path, { branch: next, next });
}

/** Whether `path` begins with the segments of `prefix`, in any case. */
export function isBelow(path: string, prefix: string): boolean {
  const next = path[prefix.length];
  return (next === undefined || next === '/') && path.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase();
}

function runBelow(context: HttpContext, { prefix, delegate }: { readonly prefix: string; readonly delegate: RequestDelegate }): void | Promise<void> {
  const { request } = context;
  const { path, pathBase } = request;
  const restore = (): void => {
    request.path = path;
    request.pathBase = pathBase;
  };
  request.pathBase = pathBase + path.slice(0, prefix.length);
  request.path = path.slice(prefix.length) || '/';
  let result: void | Promise<void>;
  try {
    result = delegate(context);
  } catch (error) {
    restore();
    throw error;
  }
  if (result instanceof Promise) return result.finally(restore);
  restore();
}
