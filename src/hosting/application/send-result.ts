import type { HttpContext } from '../http/http-context.ts';
import { sendResponse } from './send-response.ts';

/** Sends what a handler returned; see `Handler`. */
export async function sendResult(context: HttpContext, result: unknown): Promise<void> {
  if (result === undefined) return;
  if (typeof result === 'string') await context.response.text(result);
  else if (result instanceof Response) await sendResponse(context, result);
  else await context.response.json(result);
}
