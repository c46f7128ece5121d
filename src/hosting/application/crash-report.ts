import type { AppEvent } from '../../foundation/events/event.ts';

/** A stack of a deep recursion is long, and only its beginning tells anything. */
const LONGEST_STACK = 16_384;

/** What the launcher is told of the error that ends the app: Node has mapped the stack to the sources already. */
export function crashReport(error: unknown, origin: string): AppEvent {
  if (!(error instanceof Error)) {
    return { type: 'crashed', name: 'Error', message: `thrown: ${describe(error)}`, stack: '', origin };
  }
  const stack = typeof error.stack === 'string' ? error.stack.slice(0, LONGEST_STACK) : '';
  return { type: 'crashed', name: error.name, message: error.message, stack, origin };
}

function describe(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'an object without a text';
  }
}
