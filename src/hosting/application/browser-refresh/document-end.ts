const BODY_END = '</body';
const HTML_END = '</html';
const COMMENT = '<!--';
/** Octets that are held back at most: more than any document has after its body. */
const MOST_HELD = 1024;

const LESS_THAN = 0x3c;
const SLASH = 0x2f;

/**
 * Where the part of `data` begins that may be the end of a document: `</body>` and then nothing but white space, comments and
 * `</html>`, as far as it has come. The length of `data` if there is none. A `</body>` that something else follows (in a script)
 * is not the end.
 */
export function findDocumentEnd(data: Buffer): number {
  for (let at = data.indexOf(LESS_THAN); at >= 0; at = data.indexOf(LESS_THAN, at + 1)) {
    const next = data[at + 1];
    if ((next === SLASH || next === undefined) && mayBeEnd(data, at)) return at;
  }
  return data.length;
}

/** Whether `held`, found by `findDocumentEnd`, is the end for certain when nothing more comes. */
export function isDocumentEnd(held: Buffer): boolean {
  return /^<\/body[\s/>]/i.test(held.toString('latin1', 0, BODY_END.length + 1));
}

function mayBeEnd(data: Buffer, at: number): boolean {
  if (data.length - at > MOST_HELD) return false;
  const text = data.toString('latin1', at).toLowerCase();
  if (!beginsTag(text, BODY_END)) return false;
  let rest = afterTag(text);
  while (rest !== undefined && rest !== '') {
    if (beginsTag(rest, HTML_END)) rest = afterTag(rest);
    else if (rest.startsWith(COMMENT)) rest = after(rest, '-->');
    else return COMMENT.startsWith(rest);
  }
  return true;
}

/** Also when it ends too early to be sure. */
function beginsTag(text: string, tag: string): boolean {
  return tag.startsWith(text) || (text.startsWith(tag) && /^[\s/>]?$/.test(text.charAt(tag.length)));
}

function afterTag(text: string): string | undefined {
  return after(text, '>');
}

/** What follows `mark`, without white space; undefined when it has not come yet. */
function after(text: string, mark: string): string | undefined {
  const at = text.indexOf(mark);
  return at < 0 ? undefined : text.slice(at + mark.length).trimStart();
}
