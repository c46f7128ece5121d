import type { LightHeaders } from './light-headers.ts';

/** What a light response is made of, so that it can be sent without a stream. */
export interface ResponseParts {
  readonly status: number;
  readonly statusText: string;
  /** Undefined as long as nobody asked: then `contentType` is the only header. */
  headers: LightHeaders | undefined;
  readonly contentType: string | undefined;
  /** Bytes are the response's own. */
  readonly body: string | Uint8Array | Blob | null;
}

/** Under this name a light response keeps its parts, as long as nobody has read of its body. */
export const RESPONSE_PARTS = Symbol('mews.responseParts');

/** Undefined for a real response, and for a light one whose body somebody has looked at. */
export function partsOf(response: Response): ResponseParts | undefined {
  return (response as { [RESPONSE_PARTS]?: ResponseParts })[RESPONSE_PARTS];
}
