import { isToken } from '../http1/field-syntax.ts';

/** Names seen before with their keys: a name is checked once. Bounded, for a name may come from a client. */
const KNOWN_NAMES = new Map<string, string>();
const MOST_KNOWN_NAMES = 2000;
const LONGEST_KNOWN_NAME = 100;

/** What fields are compared by: the name in lower case. Error: TypeError for what cannot name a field. */
export function fieldKey(name: string): string {
  return KNOWN_NAMES.get(name) ?? learnName(name);
}

/** The same of a name that is only looked for: nothing has to be checked. */
export function searchKey(name: string): string {
  return KNOWN_NAMES.get(name) ?? name.toLowerCase();
}

/** JavaScript apps may give anything for a name. */
function learnName(given: unknown): string {
  const name = String(given);
  if (!isToken(name)) throw new TypeError(`'${name}' is not a header name (RFC 9110 section 5.1).`);
  const key = name.toLowerCase();
  if (KNOWN_NAMES.size < MOST_KNOWN_NAMES && name.length <= LONGEST_KNOWN_NAME) KNOWN_NAMES.set(copyOf(name), copyOf(key));
  return key;
}

/** V8 keeps what a text was cut from as long as the text: for the name of one field the whole head of a request. */
function copyOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
