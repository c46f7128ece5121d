/** The process that is debugged now. */
export class InspectedProcess {
  /** Of its inspector: `ws://127.0.0.1:<port>/<uuid>`. */
  readonly url: string;
  /** File URL of the module that it is to break in at the first line. */
  readonly breakIn: string | undefined;
  /** Settles when it need not be held back (any longer). */
  readonly released: Promise<void>;
  #isHeld: boolean;
  #settle: () => void = () => undefined;

  constructor(url: string, breakIn: string | undefined) {
    this.url = url;
    this.breakIn = breakIn;
    this.#isHeld = breakIn !== undefined;
    this.released = this.#isHeld ? new Promise((resolve) => (this.#settle = resolve)) : Promise.resolve();
  }

  /** It waits for an editor that wants it to run, and has not loaded anything of the app. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  release(): void {
    this.#isHeld = false;
    this.#settle();
  }
}
