/** The body of an answer, as it comes. */
export class ReceivedBody {
  #octets = Buffer.alloc(0);
  #isOver = false;
  #wake: (() => void)[] = [];

  get text(): string {
    return this.#octets.toString();
  }

  get length(): number {
    return this.#octets.length;
  }

  add(chunk: Buffer): void {
    this.#octets = Buffer.concat([this.#octets, chunk]);
    this.#changed();
  }

  /** Nothing more will come. */
  end(): void {
    this.#isOver = true;
    this.#changed();
  }

  async received(text: string): Promise<void> {
    while (!this.text.includes(text)) {
      if (this.#isOver) throw new Error(`The answer ended without ${JSON.stringify(text)}: ${JSON.stringify(this.text)}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  #changed(): void {
    for (const resume of this.#wake.splice(0)) resume();
  }
}
