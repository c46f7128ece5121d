import { timingSafeEqual } from 'node:crypto';

/** What the module and the app have in common: whoever does not know it has not come through the module. */
export class PairingToken {
  readonly #expected: Buffer;

  constructor(token: string) {
    this.#expected = Buffer.from(token, 'utf8');
  }

  /** How long it takes does not tell how much of `given` is right. */
  matches(given: string | undefined): boolean {
    const bytes = Buffer.from(given ?? '', 'utf8');
    return bytes.length === this.#expected.length && timingSafeEqual(bytes, this.#expected);
  }
}
