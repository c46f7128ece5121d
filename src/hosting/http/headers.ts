/** Header fields as received. Names are matched without regard to case. */
export interface ReadableHeaders extends Iterable<[name: string, value: string]> {
  /** The value, several fields of the name joined with `, ` (RFC 9110 section 5.3); undefined when there is none. */
  get(name: string): string | undefined;
  /** The values of all fields of the name, in order: what `Set-Cookie` needs. */
  getAll(name: string): readonly string[];
  has(name: string): boolean;
}

/** Header fields of a response. Changing them after the response has started throws `headersSent`. */
export interface WritableHeaders extends ReadableHeaders {
  set(name: string, value: string | number | readonly string[]): void;
  append(name: string, value: string): void;
  delete(name: string): void;
}
