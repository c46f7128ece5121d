import type { SourceLocation } from '../../../foundation/errors/mews-error.ts';

/** A value and where it was written. */
export interface ConfigurationValue {
  /** Null when null was written, which is not the same as nothing. */
  readonly text: string | null;
  /** `appsettings.json`, or the variable's name. */
  readonly from: string;
  /** The place in the file; looked up only for an error. */
  readonly locate?: () => SourceLocation;
  /** The place of the key that the value stands under, or of the one `levels` above that. */
  readonly locateKey?: (levels: number) => SourceLocation;
}

/**
 * A part of the configuration (ASP.NET Core `IConfigurationSection`): texts in a tree whose keys are compared without
 * regard to case. Elements of lists are keys, too: `0`, `1` …
 */
export class ConfigurationSection {
  /** As first written. */
  readonly key: string;
  /** `Kestrel:Endpoints:Https`. */
  readonly path: string;
  readonly #children = new Map<string, ConfigurationSection>();
  #value: ConfigurationValue | undefined;

  constructor(key = '', path = key) {
    this.key = key;
    this.path = path;
  }

  get value(): ConfigurationValue | undefined {
    return this.#value;
  }

  /** The text; null when null was written, undefined when nothing was. */
  get text(): string | null | undefined {
    return this.#value?.text;
  }

  /** Where the key was first written: `appsettings.json`, or the variable's name. Undefined when it was not. */
  get from(): string | undefined {
    return this.#firstValue()?.value.from;
  }

  /** The place of the key in its file; undefined when it is in none. */
  locateKey(): SourceLocation | undefined {
    const found = this.#firstValue();
    return found?.value.locateKey?.(found.levels);
  }

  /** Whether anything was written here or below. */
  get exists(): boolean {
    return this.#value !== undefined || this.#children.size > 0;
  }

  get children(): readonly ConfigurationSection[] {
    return [...this.#children.values()];
  }

  /** The section `key` (`Endpoints:Https` leads two levels down); an empty one when nothing was written there. */
  section(key: string): ConfigurationSection {
    const [first = '', ...rest] = key.split(':');
    const child = this.child(first);
    return rest.length === 0 ? child : child.section(rest.join(':'));
  }

  /** The section of exactly this key, whatever characters it has. */
  child(key: string): ConfigurationSection {
    return this.#children.get(key.toLowerCase()) ?? new ConfigurationSection(key, this.#pathOf(key));
  }

  /** The same, with nothing in it but the section `key`. */
  only(key: string): ConfigurationSection {
    const [first = '', ...rest] = key.split(':');
    const kept = new ConfigurationSection(this.key, this.path);
    const child = this.child(first);
    if (child.exists) kept.#children.set(first.toLowerCase(), rest.length === 0 ? child : child.only(rest.join(':')));
    return kept;
  }

  /** The text at `key`; undefined also when null was written. */
  get(key: string): string | undefined {
    return this.section(key).text ?? undefined;
  }

  /** Writes over what is there; values below stay. */
  set(keys: readonly string[], value: ConfigurationValue): void {
    const [first, ...rest] = keys;
    if (first === undefined) {
      this.#value = value;
      return;
    }
    const name = first.toLowerCase();
    const child = this.#children.get(name) ?? new ConfigurationSection(first, this.#pathOf(first));
    this.#children.set(name, child);
    child.set(rest, value);
  }

  /** Everything below in one text: equal when the configuration says the same. */
  toText(): string {
    const below = [...this.#children].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, child]) => `${JSON.stringify(name)}:${child.toText()}`);
    return `${JSON.stringify(this.#value?.text ?? null)}{${below.join()}}`;
  }

  /** Any value shows that the keys above it were written. `levels`: how far below this section it is. */
  #firstValue(levels = 0): { readonly value: ConfigurationValue; readonly levels: number } | undefined {
    if (this.#value) return { value: this.#value, levels };
    const [child] = this.#children.values();
    return child ? child.#firstValue(levels + 1) : undefined;
  }

  #pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}:${key}`;
  }
}
