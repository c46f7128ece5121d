const SMALLEST = 1024;
const NOTHING = Buffer.alloc(1);

/** Octets `bytes[start..end)` with a zero behind them. */
export interface Octets {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * Octets that came and could not be used yet: the part of a head, or pipelined requests behind the one that is being
 * answered. They are copies, for the shared read buffer is used again at once.
 */
export class PendingInput {
  #bytes = NOTHING;
  #start = 0;
  #end = 0;
  /** Below this length nothing new can be found without another line end. */
  #scanAgainAt = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** Keeps `bytes[start..end)` behind what is kept already. What `take` gave out comes back without a copy. */
  append(bytes: Buffer, start: number, end: number): void {
    if (bytes === this.#bytes) {
      this.#start = start;
      this.#end = end;
      return;
    }
    const added = end - start;
    // One more for the zero that ends every scan.
    if (this.#bytes.length <= this.#end + added) this.#grow(this.length + added + 1);
    bytes.copy(this.#bytes, this.#end, start, end);
    this.#end += added;
    this.#bytes[this.#end] = 0;
  }

  /**
   * Whether the last `added` octets can change the outcome of a scan: a client that sends a head octet by octet must not
   * make us read it anew each time.
   */
  isWorthScanning(added: number): boolean {
    const hasLineEnd = this.#bytes.subarray(this.#end - added, this.#end).includes(0x0a);
    if (!hasLineEnd && this.length < this.#scanAgainAt) return false;
    this.#scanAgainAt = Math.max(SMALLEST, this.length * 2);
    return true;
  }

  /** Gives what is kept, and keeps nothing. What cannot be used of it is to be appended again. */
  take(): Octets {
    const octets = { bytes: this.#bytes, start: this.#start, end: this.#end };
    this.#start = this.#end;
    return octets;
  }

  /** Gives the memory back when nothing is kept: most connections are idle. */
  release(): void {
    if (this.length > 0) return;
    this.#bytes = NOTHING;
    this.#start = this.#end = this.#scanAgainAt = 0;
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(SMALLEST, size, 2 * this.length));
    this.#bytes.copy(larger, 0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#start = 0;
    this.#bytes = larger;
  }
}
