/** What becomes of a field that is passed on: above zero its line does not go on as it is. */
export type FieldKind = number;

export const HOST = -1;
export const DROP = 1;
/** Its value names fields that end here, too. */
export const CONNECTION = 2;
export const UPGRADE = 3;
export const TE = 4;
export const CONTENT_LENGTH = 5;
/** Those to which something is added: the values come out together. */
export const FORWARDED_FOR = 6;
export const FORWARDED_PROTO = 7;
export const FORWARDED_HOST = 8;

const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;
const COLON = 0x3a;
/** What a letter's code has in lower case; digits and hyphens have it anyway. */
const LOWER = 0x20;
/** Of a code: all that tells letters apart, whatever their case. */
const FIVE_BITS = 0x1f;

/** A field that is not just passed on. */
export interface NamedKind {
  /** In lower case; of a prefix, its beginning. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly isPrefix: boolean;
}

/**
 * The fields that are not just passed on, by name. Case makes no difference, and an underscore is a hyphen: where names become variables (CGI, WSGI),
 * `X_Forwarded_For` is `X-Forwarded-For`.
 */
export class FieldKinds {
  /** By the first two characters: most names are told at the cost of a look at these. */
  readonly #byStart: (readonly NamedKind[] | undefined)[] = Array.from({ length: 1024 }, () => undefined);

  /** `dropped`: names besides, in lower case; `x-internal-*` stands for all that begin so. Each has two characters at least. */
  constructor(kinds: Readonly<Record<string, FieldKind>>, dropped: readonly string[] = []) {
    for (const [name, kind] of Object.entries(kinds)) this.#add({ name, kind, isPrefix: false });
    for (const name of dropped) this.#add({ name: name.replace(/\*$/, ''), kind: DROP, isPrefix: name.endsWith('*') });
  }

  /** What the field is whose line begins at `text[at]`; undefined: nothing special. */
  at(text: string, at: number): NamedKind | undefined {
    const named = this.#byStart[startKey(text.charCodeAt(at), text.charCodeAt(at + 1))];
    return named === undefined ? undefined : findNamed(named, text, at);
  }

  /** Whether the field of that name is not just passed on. */
  has(name: string): boolean {
    return this.at(`${name}:`, 0) !== undefined;
  }

  #add(named: NamedKind): void {
    const [first, second] = [named.name.charCodeAt(0), named.name.charCodeAt(1)];
    for (const code of second === HYPHEN ? [HYPHEN, UNDERSCORE] : [second]) {
      const key = startKey(first, code);
      this.#byStart[key] = [...(this.#byStart[key] ?? []), named];
    }
  }
}

function startKey(first: number, second: number): number {
  return ((first & FIVE_BITS) << 5) | (second & FIVE_BITS);
}

function findNamed(choices: readonly NamedKind[], text: string, at: number): NamedKind | undefined {
  for (let index = 0; index < choices.length; index++) {
    const named = choices[index] as NamedKind;
    if (isNamed(text, at, named.name) && (named.isPrefix || text.charCodeAt(at + named.name.length) === COLON)) return named;
  }
  return undefined;
}

function isNamed(text: string, at: number, name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    const code = text.charCodeAt(at + index);
    const wanted = name.charCodeAt(index);
    if ((code | LOWER) !== wanted && !(code === UNDERSCORE && wanted === HYPHEN)) return false;
  }
  return true;
}
