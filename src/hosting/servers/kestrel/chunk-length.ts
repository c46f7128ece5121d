/** Octets of what an app writes to a response. TypeError for anything else: what comes from a stream of the app may be anything. */
export function chunkLength(chunk: string | Uint8Array): number {
  if (typeof chunk === 'string') return Buffer.byteLength(chunk);
  if (!ArrayBuffer.isView(chunk)) throw new TypeError('What is written to a response must be a string or a Uint8Array.');
  return chunk.byteLength;
}
