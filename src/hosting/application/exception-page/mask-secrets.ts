/** Names of headers, query parameters and properties whose values must not be shown. */
const SECRET = /auth(?!ors?\b)|cookie|token|secret|passw|passphrase|pwd|credential|session|signature|jwt|csrf|xsrf|private|api-?_?key|access-?_?key|clientcert|(?:^|[-_])(?:key|sig|code|sid)(?:$|[-_])/i;
const MASK = '•••';

/** Whether what goes by this name should not be shown. */
function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** Headers as they may be shown; of cookies the names. */
export function maskHeaders(headers: Iterable<readonly [name: string, value: string]>): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of headers) shown[name.toLowerCase()] = name.toLowerCase() === 'cookie' ? maskPairs(value, ';') : isSecretName(name) ? MASK : value;
  return shown;
}

/** A query string as it may be shown. */
export function maskQuery(queryString: string): string {
  return queryString.replaceAll(/([?&])([^=&]*)=([^&]*)/g, (whole, mark: string, name: string) => (isSecretName(decode(name)) ? `${mark}${name}=${MASK}` : whole));
}

function maskPairs(text: string, separator: string): string {
  return text.split(separator).map((pair) => `${(pair.split('=')[0] ?? '').trim()}=${MASK}`).join(`${separator} `);
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The value of a property, as it may be shown. */
export function maskValue(name: string, value: string | number | boolean): string | number | boolean {
  return isSecretName(name) && name !== 'code' ? MASK : value;
}
