const MOST_CHARACTERS = 30_000;
const MOST_LINES = 20;

/** The end of what a process has written: as much as the ASP.NET Core Module keeps, 30 KB. */
export class OutputTail {
  #text = '';

  add(text: string): void {
    this.#text = (this.#text + text).slice(-MOST_CHARACTERS);
  }

  /** The last lines, without colours. */
  get lines(): string[] {
    // oxlint-disable-next-line no-control-regex
    const plain = this.#text.replaceAll(/\u001B\[[\d;]*[A-Za-z]/g, '').trimEnd();
    return plain === '' ? [] : plain.split(/\r?\n/).slice(-MOST_LINES);
  }
}
