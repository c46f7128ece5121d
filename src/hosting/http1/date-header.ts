/** The value of a Date header (RFC 9110 section 5.6.7, IMF-fixdate): `Sun, 06 Nov 1994 08:49:37 GMT`. `now` is in milliseconds since 1970. */
export function dateHeader(now: number): string {
  // ECMAScript defines the format of toUTCString, and it is this one.
  return new Date(now).toUTCString();
}
