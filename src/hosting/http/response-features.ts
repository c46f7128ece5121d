import type { Writable } from 'node:stream';
import { featureKey } from './feature-collection.ts';
import type { WritableHeaders } from './headers.ts';

export type ResponseCallback = () => void | Promise<void>;

/** Status and headers of the response (`IHttpResponseFeature`). */
export interface HttpResponseFeature {
  /** 200 unless set. */
  statusCode: number;
  /** Empty: the usual one of the status code. HTTP/2 has none. */
  reasonPhrase: string;
  readonly headers: WritableHeaders;
  readonly hasStarted: boolean;
  /** Runs just before the headers go out, last registered first. Throws `headersSent` once they have. */
  onStarting(callback: ResponseCallback): void;
  /** Runs after the end of the response, last registered first; one that throws does not stop the others. */
  onCompleted(callback: ResponseCallback): void;
}
export const HttpResponseFeature = featureKey<HttpResponseFeature>('HttpResponseFeature');

/** The body of the response (`IHttpResponseBodyFeature`). */
export interface HttpResponseBodyFeature {
  /** The body as a Node stream, made when asked for. Back-pressure holds. */
  readonly stream: Writable;
  /** The body as a web stream, made when asked for. Back-pressure holds. */
  readonly writer: WritableStream<Uint8Array>;
  /** Sends the headers, if they were not sent. */
  start(): Promise<void>;
  /** Resolves when the client has room for more; rejects when it has gone away. */
  write(chunk: string | Uint8Array): Promise<void>;
  /** Ends the response: nothing can be written after it. Called by the server when the app has not. */
  complete(): Promise<void>;
}
export const HttpResponseBodyFeature = featureKey<HttpResponseBodyFeature>('HttpResponseBodyFeature');

/** Responses before the response: 102, 103 Early Hints (RFC 8297). Clients of HTTP/1.0 get none. */
export interface HttpInterimResponseFeature {
  /** Errors: RangeError for a status that is not from 102 to 199; headersSent once the response has started. */
  sendInterim(statusCode: number, headers: Iterable<readonly [name: string, value: string]>): void;
}
export const HttpInterimResponseFeature = featureKey<HttpInterimResponseFeature>('HttpInterimResponseFeature');
