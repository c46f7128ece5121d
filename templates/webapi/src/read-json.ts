import type { HttpContext } from 'mews';
import { Problem } from './problem.ts';

/** The JSON that a request brings. Throws a Problem when it brings something else. */
export async function readJson(request: HttpContext['request']): Promise<unknown> {
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(request.contentType ?? '')) throw new Problem(415, 'The body must be JSON (Content-Type: application/json).');
  try {
    return await request.json();
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem(400, 'The body is not valid JSON.');
    throw error;
  }
}
