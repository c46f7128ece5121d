/** What in a decoded path cannot stand in a URL as it is; the percent sign of a `%2F` can. */
const NOT_IN_PATH = /%(?!2f)|[^\w!$%&'()*+,\-./:;=@~]+/gi;
/** Half a character, which has no encoding. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** A path, decoded but for `%2F`, as it stands in a URL. Begins with a slash. */
export function encodePath(path: string): string {
  const text = path.startsWith('/') ? path : `/${path}`;
  return text.replaceAll(NOT_IN_PATH, encodeText);
}

/** Percent-encodes all but letters, digits and a few marks, the percent sign too. */
export function encodeText(text: string): string {
  return encodeURIComponent(text.replaceAll(LONE_SURROGATE, '\ufffd'));
}
