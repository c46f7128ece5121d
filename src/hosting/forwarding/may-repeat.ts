/** RFC 9110 section 9.2.2: doing it twice does what doing it once does. */
const IDEMPOTENT = new Set(['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'QUERY']);

/** Whether it does no harm if the app gets the request twice. An upgrade it often refuses by closing the connection: not to hear of it again. */
export function isRepeatable(method: string, isUpgrade: boolean): boolean {
  return (method === 'GET' || IDEMPOTENT.has(method)) && !isUpgrade;
}

export interface LostRequest {
  readonly method: string;
  readonly isUpgrade: boolean;
  /** The connection has carried a request before. */
  readonly wasReused: boolean;
  /** An octet of an answer has come. */
  readonly hasAnswer: boolean;
  /** All of the request is still at hand. */
  readonly isAtHand: boolean;
}

/**
 * Whether a request may be sent again after its connection was lost (RFC 9112 section 9.3.1): only where the app has most likely closed an idle
 * connection just when the request was on its way.
 */
export function mayRepeat({ method, isUpgrade, wasReused, hasAnswer, isAtHand }: LostRequest): boolean {
  return wasReused && !hasAnswer && isAtHand && isRepeatable(method, isUpgrade);
}
