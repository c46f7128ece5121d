/** What a Connection field lists besides names of fields. */
const OPTIONS = new Set(['close', 'keep-alive', 'upgrade', '']);

/**
 * Fields that are for the app, whatever a Connection field says of them (RFC 9110 section 7.6.1): a client that names one wants the app to read another
 * request than the one that was looked at on the way.
 */
const FOR_THE_APP = new Set(['host', 'content-length', 'content-type', 'content-encoding', 'authorization', 'cookie', 'origin', 'cache-control', 'expect']);

const NONE: readonly string[] = [];

/** The names of fields, in lower case, that the value of a Connection field lists. */
export function namesIn(value: string): readonly string[] {
  if (OPTIONS.has(value)) return NONE;
  const listed = value.split(',').map((element) => element.trim().toLowerCase());
  return listed.filter((name) => !OPTIONS.has(name));
}

/** The first name that no Connection field may list. */
export function misnamed(names: readonly string[]): string | undefined {
  return names.find((name) => FOR_THE_APP.has(name));
}
