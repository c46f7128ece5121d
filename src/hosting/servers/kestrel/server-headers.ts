import { dateHeader } from '../../http1/date-header.ts';

/** What the server adds to every response: `Date`, renewed once a second, and `Server`. */
export class ServerHeaders {
  /** Field lines with their CRLF. */
  text = '';
  /** The value of `Date` alone. */
  date = '';
  /** Its field line with CRLF: where the server passes on what another one says of itself. */
  dateLine = '';
  readonly #server: string;

  /** `server`: the value of the Server header, or empty for none. */
  constructor(server: string, now: number) {
    this.#server = server === '' ? '' : `Server: ${server}\r\n`;
    this.renew(now);
  }

  get server(): string {
    return this.#server.slice('Server: '.length, -2);
  }

  renew(now: number): void {
    this.date = dateHeader(now);
    this.dateLine = `Date: ${this.date}\r\n`;
    this.text = this.dateLine + this.#server;
  }
}
