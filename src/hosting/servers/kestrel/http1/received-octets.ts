/** Octets of a block that small pieces share: a client that sends octet by octet must not cost an object for each. */
const BLOCK = 4096;

/** Copies of octets that came, in order, until somebody takes them. */
export class ReceivedOctets {
  /** Octets that are kept. */
  length = 0;
  #blocks: Buffer[] = [];
  /** What of the last block is filled; the others are full. */
  #filled = 0;

  /** Copies `bytes[start..end)`. */
  append(bytes: Buffer, start: number, end: number): void {
    const last = this.#blocks.at(-1);
    const fits = last === undefined ? 0 : Math.min(end - start, last.length - this.#filled);
    if (last !== undefined && fits > 0) {
      bytes.copy(last, this.#filled, start, start + fits);
      this.#filled += fits;
    }
    this.length += end - start;
    this.#addBlock(bytes, start + fits, end);
  }

  /** The next octets; undefined when none are kept. */
  take(): Buffer | undefined {
    const block = this.#blocks.shift();
    const taken = this.#blocks.length === 0 ? block?.subarray(0, this.#filled) : block;
    this.length -= taken?.length ?? 0;
    return taken;
  }

  clear(): void {
    this.#blocks = [];
    this.length = 0;
  }

  /** Most bodies come in one piece, which gets just the room it needs. */
  #addBlock(bytes: Buffer, start: number, end: number): void {
    const size = end - start;
    if (size === 0) return;
    const block = Buffer.allocUnsafe(this.#blocks.length === 0 ? size : Math.max(BLOCK, size));
    bytes.copy(block, 0, start, end);
    this.#blocks.push(block);
    this.#filled = size;
  }
}
