import { createRequire } from 'node:module';
import type * as JsonParser from 'jsonc-parser';

// Needed for error texts only, so loaded only then: a launch must not pay for it.
const load = createRequire(import.meta.url);
const jsonParser = (): typeof JsonParser => load('jsonc-parser') as typeof JsonParser;

/** Where strict JSON goes wrong: the offset of the first error, the end of the text when it is cut off. */
export function jsonErrorOffset(text: string): number {
  let first = text.length;
  const onError = (_error: number, offset: number): void => {
    first = Math.min(first, offset);
  };
  try {
    jsonParser().visit(text, { onError }, { disallowComments: true });
  } catch (error) {
    // The parser is recursive: a text nested too deep for the stack is located by its end.
    if (!(error instanceof RangeError)) throw error;
  }
  return first;
}

/** Where the value of a member begins; 0 when it cannot be told. */
export function memberOffset(text: string, path: readonly string[]): number {
  const { parseTree, findNodeAtLocation } = jsonParser();
  const root = parseTree(text);
  return (root && findNodeAtLocation(root, [...path])?.offset) ?? 0;
}
