import { DONE } from '../http/done.ts';
import type { HttpContext } from '../http/http-context.ts';
import { sendResponse } from './send-response.ts';

/** Sends what a handler returned, as soon as it is there; see `Handler`. */
export function sendResult(context: HttpContext, result: unknown): void | Promise<void> {
  if (result === undefined || result === DONE) return;
  if (typeof result === 'string') return context.response.text(result);
  if (typeof result === 'object' && result !== null) {
    if (isThenable(result)) return sendLater(context, result);
    if (isResponse(result)) return sendResponse(context, result);
  }
  return context.response.json(result);
}

async function sendLater(context: HttpContext, result: PromiseLike<unknown>): Promise<void> {
  await sendResult(context, await result);
}

/** By its tag: naming Node's own class would load it. */
function isResponse(result: object): result is Response {
  return Symbol.toStringTag in result && result[Symbol.toStringTag] === 'Response';
}

function isThenable(result: object): result is PromiseLike<unknown> {
  return 'then' in result && typeof result.then === 'function';
}
