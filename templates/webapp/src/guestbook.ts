const LONGEST_NAME = 100;

export interface Entry {
  readonly name: string;
  readonly at: Date;
}

/** Who was here, in memory: the place for a database. */
export class Guestbook {
  readonly #entries: Entry[] = [];

  /** The newest first. */
  entries(): readonly Entry[] {
    return this.#entries.toReversed();
  }

  /** What is wrong with the name, in a sentence; undefined when the guest has signed. */
  sign(name: string): string | undefined {
    const trimmed = name.trim();
    if (trimmed === '') return 'Please tell us your name.';
    if (trimmed.length > LONGEST_NAME) return `A name has at most ${LONGEST_NAME} characters here.`;
    this.#entries.push({ name: trimmed, at: new Date() });
    return undefined;
  }
}
