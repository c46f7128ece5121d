/**
 * One row of the table of codes: what happened (with the offending value) and what to do next.
 * `code` never changes its meaning and is never reused; `P` is what a thrower must supply.
 */
export interface ErrorDefinition<P extends object> {
  readonly code: `MEWS${number}`;
  readonly message: (params: P) => string;
  readonly hint: (params: P) => string;
}

/** Declares one row; the type of `message`'s parameter is the type the thrower is held to. */
export function define<P extends object>(
  code: `MEWS${number}`,
  message: (params: P) => string,
  hint: (params: P) => string,
): ErrorDefinition<P> {
  return { code, message, hint };
}
