import { errorTable } from './error-table.ts';
import type { ErrorDefinition } from './error-definition.ts';

type Table = typeof errorTable;
export type ErrorName = keyof Table;
export type ErrorParams<N extends ErrorName> = Table[N] extends ErrorDefinition<infer P> ? P : never;

/** A position in a file: `line` and `column` count from 1. `frame` is the code frame around it, plain text. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly frame?: string;
}

/** A failure as it crosses processes and as `--format json` prints it. */
export interface ErrorJson {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly location?: SourceLocation;
}

/**
 * The one class of failures that a user can act on. Everything else that is thrown is a defect of mews.
 * Recognise a failure by its code (`isFailure`), never by its text.
 */
export class MewsError extends Error {
  override readonly name = 'MewsError';
  readonly code: string;
  readonly hint: string;
  /** Not there at all when the failure has no place in a file: whoever prints the error does not read of it. */
  declare readonly location?: SourceLocation;

  constructor(json: ErrorJson, options?: ErrorOptions) {
    super(json.message, options);
    this.code = json.code;
    this.hint = json.hint;
    if (json.location) this.location = json.location;
  }

  toJSON(): ErrorJson {
    const json = { code: this.code, message: this.message, hint: this.hint };
    return this.location ? { ...json, location: this.location } : json;
  }
}

/** Whether an error is the failure `name` of the table. */
export function isFailure(error: unknown, name: ErrorName): error is MewsError {
  return error instanceof MewsError && error.code === errorTable[name].code;
}

/** Makes the failure `name` of the table; `extra` adds where in a file it lies and what caused it. */
export function mewsError<N extends ErrorName>(
  name: N,
  params: ErrorParams<N>,
  extra: { readonly location?: SourceLocation; readonly cause?: unknown } = {},
): MewsError {
  const row = errorTable[name] as ErrorDefinition<ErrorParams<N>>;
  const json = { code: row.code, message: row.message(params), hint: row.hint(params) };
  return new MewsError(
    extra.location ? { ...json, location: extra.location } : json,
    extra.cause === undefined ? undefined : { cause: extra.cause },
  );
}
