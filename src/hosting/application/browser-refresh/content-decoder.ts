import type { Transform } from 'node:stream';
import zlib from 'node:zlib';

type MakeDecoder = (first: Uint8Array) => Transform;

/** A body that ends too early is no error: what came is shown, as browsers do. */
const TOLERANT = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
const TOLERANT_BROTLI = { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH };
/** Compression method "deflate" of the zlib format (RFC 1950 section 2.2), in the low half of the first octet. */
const ZLIB_METHOD = 8;

const DECODERS: Readonly<Record<string, MakeDecoder>> = {
  gzip: () => zlib.createGunzip(TOLERANT),
  'x-gzip': () => zlib.createGunzip(TOLERANT),
  br: () => zlib.createBrotliDecompress(TOLERANT_BROTLI),
  // Some senders leave the zlib format away, against RFC 9110 section 8.4.1.2.
  deflate: ([first = ZLIB_METHOD]) => ((first & 0x0f) === ZLIB_METHOD ? zlib.createInflate(TOLERANT) : zlib.createInflateRaw(TOLERANT)),
  ...zstd(),
};

/** Node knows Zstandard since 22.15. */
function zstd(): Readonly<Record<string, MakeDecoder>> {
  const make: unknown = Reflect.get(zlib, 'createZstdDecompress');
  return typeof make === 'function' ? { zstd: () => make() as Transform } : {};
}

/** What makes a stream that takes a Content-Encoding off, given the first octets of the body; undefined for one Node does not know. */
export function decoderFor(encoding: string): MakeDecoder | undefined {
  const name = encoding.toLowerCase();
  return Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
}
