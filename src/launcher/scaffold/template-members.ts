import { mewsError } from '../../foundation/errors/mews-error.ts';

/** An object of a template.json, of which members are read; what has not the type it must have is badTemplate. */
export class TemplateMembers {
  readonly #template: string;
  readonly #path: string;
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(template: string, path: string, value: unknown) {
    this.#template = template;
    this.#path = path;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.refuse('', 'is not an object');
    this.#members = value as Record<string, unknown>;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#members, name) && this.#members[name] !== null;
  }

  names(): string[] {
    return Object.keys(this.#members);
  }

  /** A string; undefined when there is none. */
  text(name: string): string | undefined {
    const value = this.#read(name);
    return value === undefined || typeof value === 'string' ? value : this.refuse(name, 'is not a string');
  }

  requiredText(name: string): string {
    const value = this.text(name)?.trim();
    return value ? value : this.refuse(name, 'is missing or empty');
  }

  /** A string for people, on one line: control characters could make a terminal show other things than it says. */
  line(name: string): string | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : oneLine(value);
  }

  requiredLine(name: string): string {
    return oneLine(this.requiredText(name));
  }

  /** true or false, or one of the two as a string, as dotnet's templates have it. */
  flag(name: string, otherwise: boolean): boolean {
    const value = this.#read(name);
    if (value === undefined) return otherwise;
    const word = String(value).toLowerCase();
    return word === 'true' || word === 'false' ? word === 'true' : this.refuse(name, 'is neither true nor false');
  }

  /** A string, number or boolean as a string. */
  plain(name: string): string | undefined {
    const value = this.#read(name);
    if (value === undefined) return undefined;
    return typeof value === 'object' ? this.refuse(name, 'is not a plain value') : String(value);
  }

  /** A list of strings; one string is a list of one. */
  texts(name: string): string[] {
    const value = this.#read(name) ?? [];
    const list: unknown[] = Array.isArray(value) ? value : [value];
    return list.map((item) => (typeof item === 'string' ? item : this.refuse(name, 'is not a list of strings')));
  }

  objects(name: string): TemplateMembers[] {
    const value = this.#read(name) ?? [];
    if (!Array.isArray(value)) return this.refuse(name, 'is not a list');
    return value.map((item, at) => new TemplateMembers(this.#template, this.#at(`${name}[${at}]`), item));
  }

  /** The members of an object, each an object. */
  object(name: string): TemplateMembers {
    return new TemplateMembers(this.#template, this.#at(name), this.#read(name) ?? {});
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.requiredText(name);
    return allowed.find((word) => word.toLowerCase() === value.toLowerCase()) ?? this.refuse(name, `is '${value}', which is none of ${allowed.join(', ')}`);
  }

  refuse(name: string, problem: string): never {
    throw mewsError('badTemplate', { template: this.#template, problem: `${this.#at(name) || 'it'} ${problem}` });
  }

  #read(name: string): unknown {
    return this.has(name) ? this.#members[name] : undefined;
  }

  #at(name: string): string {
    return [this.#path, name].filter((part) => part !== '').join('.');
  }
}

/** A text without line ends and other control characters. */
export function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
