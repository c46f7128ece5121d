/** What the first octets of a TLS connection say. */
export type ClientHello =
  /** The message goes on. */
  | { readonly kind: 'incomplete' }
  /** No TLS, or a broken message. */
  | { readonly kind: 'invalid' }
  | { readonly kind: 'hello'; readonly serverName: string | undefined };

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const HOST_NAME = 0;
const RECORD_HEADER = 5;
const HANDSHAKE_HEADER = 4;
/** RFC 8446 section 5.1: the largest plaintext of a record. */
const LARGEST_RECORD = 16_384;
/** Far more than any client sends, post-quantum key shares included. */
const LARGEST_HELLO = 65_536;
/** Some clients cut their hello in pieces, to get past who looks for a name in it; none in so many. */
const MOST_RECORDS = 2048;

const INCOMPLETE: ClientHello = { kind: 'incomplete' };
const INVALID: ClientHello = { kind: 'invalid' };

/**
 * Reads the server name (RFC 6066 section 3) from the ClientHello (RFC 8446 section 4.1.2) that `bytes` begins with. The
 * message may be spread over several records. Only its outer shape is checked: the handshake itself is OpenSSL's business.
 */
export function readClientHello(bytes: Buffer): ClientHello {
  const message = handshakeMessage(bytes);
  return Buffer.isBuffer(message) ? readServerName(message) : message;
}

/** The body of the first handshake message, put together from its records. */
function handshakeMessage(bytes: Buffer): Buffer | ClientHello {
  const fragments: Buffer[] = [];
  let collected = 0;
  /** Octets of the message, once its header is there. */
  let wanted: number | undefined;
  for (let at = 0; ; ) {
    if (bytes.length > at && bytes[at] !== HANDSHAKE_RECORD) return INVALID;
    if (bytes.length > at + 1 && bytes[at + 1] !== 3) return INVALID;
    if (bytes.length < at + RECORD_HEADER) return INCOMPLETE;
    const length = bytes.readUInt16BE(at + 3);
    if (length === 0 || length > LARGEST_RECORD) return INVALID;
    const fragment = bytes.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length);
    fragments.push(fragment);
    collected += fragment.length;
    if (wanted === undefined && collected >= HANDSHAKE_HEADER) {
      const header = Buffer.concat(fragments);
      if (header[0] !== CLIENT_HELLO) return INVALID;
      wanted = HANDSHAKE_HEADER + header.readUIntBE(1, 3);
      if (wanted > LARGEST_HELLO) return INVALID;
    }
    if (wanted !== undefined && collected >= wanted) return Buffer.concat(fragments).subarray(HANDSHAKE_HEADER, wanted);
    if (fragments.length >= MOST_RECORDS) return INVALID;
    if (fragment.length < length) return INCOMPLETE;
    at += RECORD_HEADER + length;
  }
}

function readServerName(message: Buffer): ClientHello {
  const reader = new Reader(message);
  reader.skip(2 + 32); // version, random
  reader.vector(1); // session id
  reader.vector(2); // cipher suites
  reader.vector(1); // compression methods
  if (reader.isBroken) return INVALID;
  if (reader.isAtEnd) return { kind: 'hello', serverName: undefined };
  const extensions = new Reader(reader.vector(2));
  while (!extensions.isAtEnd) {
    const type = extensions.number(2);
    const content = extensions.vector(2);
    if (extensions.isBroken) return INVALID;
    if (type === SERVER_NAME) return hostNameOf(content);
  }
  return reader.isBroken ? INVALID : { kind: 'hello', serverName: undefined };
}

function hostNameOf(content: Buffer): ClientHello {
  const outer = new Reader(content);
  const names = new Reader(outer.vector(2));
  while (!outer.isBroken && !names.isAtEnd) {
    const type = names.number(1);
    const name = names.vector(2);
    if (names.isBroken) return INVALID;
    if (type === HOST_NAME) return { kind: 'hello', serverName: name.toString('latin1') };
  }
  return outer.isBroken ? INVALID : { kind: 'hello', serverName: undefined };
}

/** Numbers and length-prefixed vectors (RFC 8446 section 3), one after the other; beyond the end it is broken and gives nothing. */
class Reader {
  isBroken = false;
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.isBroken || this.#at >= this.#bytes.length;
  }

  skip(octets: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, this.#at + octets);
    this.isBroken ||= taken.length < octets;
    this.#at += octets;
    return this.isBroken ? Buffer.alloc(0) : taken;
  }

  number(octets: 1 | 2): number {
    const taken = this.skip(octets);
    return this.isBroken ? 0 : taken.readUIntBE(0, octets);
  }

  vector(lengthOctets: 1 | 2): Buffer {
    return this.skip(this.number(lengthOctets));
  }
}
