import type { Writable } from 'node:stream';
import { octetText } from './octet-text.ts';

/** Octets up to this many are written as text: that costs less than a buffer. */
const SMALL = 16_384;
/** What is read at once at most. */
const SIZE = 65_536;
/** Buffers that are kept for the next copy: four megabytes. */
const MOST_KEPT = 64;

const kept: Buffer[] = [];

/** Writes a copy of `bytes[start..end)`, which the caller may overwrite at once. */
export function writeCopy(stream: Writable, bytes: Buffer, { start, end }: { readonly start: number; readonly end: number }): void {
  const length = end - start;
  if (length <= SMALL) {
    stream.write(octetText(bytes, start, end), 'latin1');
    return;
  }
  if (length > SIZE) {
    stream.write(Buffer.from(bytes.subarray(start, end)));
    return;
  }
  const copy = kept.pop() ?? Buffer.allocUnsafeSlow(SIZE);
  bytes.copy(copy, 0, start, end);
  stream.write(length === SIZE ? copy : copy.subarray(0, length), (error) => {
    // After a failure the system may still read it.
    if (!error && kept.length < MOST_KEPT) kept.push(copy);
  });
}
