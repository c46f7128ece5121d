import { HeaderCollection } from '../../../http/header-collection.ts';
import { checkInterim } from '../../../http/interim-status.ts';
import type { HttpInterimResponseFeature } from '../../../http/response-features.ts';
import { statusLine } from '../../../http1/status-line.ts';
import type { ExchangeConnection } from './exchange-connection.ts';
import type { Http1Request } from './http1-request.ts';
import type { Http1Response } from './http1-response.ts';

/** Responses before the response, on HTTP/1.1; clients of HTTP/1.0 know none (RFC 9110 section 15.2). */
export class Http1Interim implements HttpInterimResponseFeature {
  readonly #exchange: { readonly request: Http1Request; readonly response: Http1Response };
  readonly #connection: ExchangeConnection;

  constructor(exchange: { readonly request: Http1Request; readonly response: Http1Response }, connection: ExchangeConnection) {
    this.#exchange = exchange;
    this.#connection = connection;
  }

  sendInterim(statusCode: number, headers: Iterable<readonly [string, string]>): void {
    checkInterim(statusCode, this.#exchange.response.hasStarted);
    if (this.#exchange.request.isHttp10 || this.#connection.isClosed) return;
    const fields = new HeaderCollection();
    for (const [name, value] of headers) fields.append(name, value);
    this.#connection.output.add(`${statusLine(statusCode)}${fields.toLines()}\r\n`);
    this.#connection.output.flush();
  }
}
