/** What becomes of a field that is passed on. */
export type FieldKind = number;

export const KEEP = 0;
export const DROP = 1;
/** Its value names fields that end here, too. */
export const CONNECTION = 2;
export const UPGRADE = 3;
export const TE = 4;
export const HOST = 5;
export const CONTENT_LENGTH = 6;
/** Those to which something is added: the values come out together. */
export const FORWARDED_FOR = 7;
export const FORWARDED_PROTO = 8;
export const FORWARDED_HOST = 9;

const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;
/** What a letter's code has in lower case; digits and hyphens have it anyway. */
const LOWER = 0x20;

interface NamedKind {
  readonly name: string;
  readonly kind: FieldKind;
}

const NONE: NamedKind[] = [];

/**
 * The fields that are not just passed on, by name. Case makes no difference, and an underscore is a hyphen: where names become variables (CGI, WSGI),
 * `X_Forwarded_For` is `X-Forwarded-For`.
 */
export class FieldKinds {
  /** By length: nearly all names are told at the cost of one look. */
  readonly #byLength: (NamedKind[] | undefined)[] = [];
  readonly #droppedPrefixes: string[] = [];

  /** `dropped`: names besides, in lower case; `x-internal-*` stands for all that begin so. */
  constructor(kinds: Readonly<Record<string, FieldKind>>, dropped: readonly string[] = []) {
    for (const [name, kind] of Object.entries(kinds)) this.#add(name, kind);
    for (const name of dropped) {
      if (name.endsWith('*')) this.#droppedPrefixes.push(name.slice(0, -1));
      else this.#add(name, DROP);
    }
  }

  /** The kind of the field whose name is `text[start..start + length)`. */
  kindOf(text: string, start: number, length: number): FieldKind {
    const named = this.#byLength[length] ?? NONE;
    for (let at = 0; at < named.length; at++) {
      const { name, kind } = named[at] as NamedKind;
      if (isNamed(text, start, name)) return kind;
    }
    const prefixes = this.#droppedPrefixes;
    for (let at = 0; at < prefixes.length; at++) {
      const prefix = prefixes[at] as string;
      if (length >= prefix.length && isNamed(text, start, prefix)) return DROP;
    }
    return KEEP;
  }

  /** The same for a name by itself. */
  drops(name: string): boolean {
    return this.kindOf(name, 0, name.length) !== KEEP;
  }

  #add(name: string, kind: FieldKind): void {
    (this.#byLength[name.length] ??= []).push({ name, kind });
  }
}

function isNamed(text: string, start: number, name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    const code = text.charCodeAt(start + index);
    const wanted = name.charCodeAt(index);
    if ((code | LOWER) !== wanted && !(code === UNDERSCORE && wanted === HYPHEN)) return false;
  }
  return true;
}
