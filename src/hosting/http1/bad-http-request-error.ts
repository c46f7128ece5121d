import type { Rejection } from './rejection.ts';

/**
 * What an app sees when the body it reads turns out to be bad, too large or too slow (`BadHttpRequestException`).
 * An app that lets it pass has its request answered with `statusCode`.
 */
export class BadHttpRequestError extends Error {
  override readonly name = 'BadHttpRequestError';
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(rejection.message);
    this.rejection = rejection;
  }

  get statusCode(): number {
    return this.rejection.status;
  }
}
