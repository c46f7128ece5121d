import type { Middleware } from 'mews';

/** What is wrong with each field of a request, by the field's name. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

const CONTENT_TYPE = 'application/problem+json';

/** A failure that is the caller's to mend (RFC 9457): thrown anywhere in a handler, it becomes the answer. */
export class Problem extends Error {
  readonly status: number;
  readonly errors: FieldErrors | undefined;

  constructor(status: number, title: string, errors?: FieldErrors) {
    super(title);
    this.status = status;
    this.errors = errors;
  }

  toText(): string {
    return JSON.stringify({ title: this.message, status: this.status, errors: this.errors });
  }
}

/** Answers with the problem that a handler throws. Other errors are defects of ours, and go on as they are. */
export const withProblemDetails: Middleware = async ({ response }, next) => {
  try {
    await next();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    response.statusCode = error.status;
    await response.text(error.toText(), CONTENT_TYPE);
  }
};
