import { EventEmitter, on, once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Frame types of RFC 9113 section 6. */
export const FRAME = { data: 0, headers: 1, priority: 2, reset: 3, settings: 4, ping: 6, goaway: 7, windowUpdate: 8, continuation: 9 } as const;
export const FLAG = { endStream: 1, ack: 1, endHeaders: 4 } as const;
export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** A frame as it is on the wire. */
export function encodeFrame({ type, flags = 0, stream = 0, payload = Buffer.alloc(0) }: Partial<Frame> & { readonly type: number }): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A header block of literal fields without indexing and without Huffman coding (RFC 7541 section 6.2.2). */
export function encodeHeaders(fields: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), encodeString(name), encodeString(value)]));
}

function encodeString(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([encodeLength(bytes.length), bytes]);
}

function encodeLength(length: number): Buffer {
  if (length < 127) return Buffer.from([length]);
  const bytes = [127];
  for (length -= 127; length >= 128; length >>>= 7) bytes.push((length & 127) | 128);
  return Buffer.from([...bytes, length]);
}

export const GET: readonly (readonly [string, string])[] = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':authority', 'x'],
  [':path', '/'],
];

/** A client that says what it wants, frame by frame: for what no well-behaved client would do. */
export class RawHttp2Client {
  readonly socket: Socket;
  readonly frames: Frame[] = [];
  readonly #arrived = new EventEmitter();
  #rest = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => this.#read(bytes));
    socket.on('error', () => {});
    socket.on('close', () => this.#arrived.emit('frame'));
  }

  /** Connects and sends the preface with empty settings. */
  static async connect(port: number): Promise<RawHttp2Client> {
    const client = await RawHttp2Client.connectSilently(port);
    client.socket.write(PREFACE);
    client.send({ type: FRAME.settings });
    return client;
  }

  /** Connects, no more. */
  static async connectSilently(port: number): Promise<RawHttp2Client> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawHttp2Client(socket);
  }

  send(...frames: (Partial<Frame> & { readonly type: number })[]): void {
    this.socket.write(Buffer.concat(frames.map(encodeFrame)));
  }

  request(stream: number, fields = GET, flags: number = FLAG.endStream | FLAG.endHeaders): void {
    this.send({ type: FRAME.headers, flags, stream, payload: encodeHeaders(fields) });
  }

  /** The first frame, come or to come, that `matches`; undefined when the server closes before it. */
  async next(matches: (frame: Frame) => boolean): Promise<Frame | undefined> {
    const find = (): Frame | undefined => this.frames.find(matches);
    if (find() || this.socket.closed) return find();
    for await (const _ of on(this.#arrived, 'frame')) {
      if (find() || this.socket.closed) return find();
    }
    return undefined;
  }

  /** The error code with which the server ended the connection; undefined when it just closed. */
  async goaway(): Promise<number | undefined> {
    return (await this.next(({ type }) => type === FRAME.goaway))?.payload.readUInt32BE(4);
  }

  /** The error code with which the server reset the stream. */
  async reset(stream: number): Promise<number | undefined> {
    return (await this.next((frame) => frame.type === FRAME.reset && frame.stream === stream))?.payload.readUInt32BE(0);
  }

  #read(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= 9 && this.#rest.length >= 9 + this.#rest.readUIntBE(0, 3)) {
      const end = 9 + this.#rest.readUIntBE(0, 3);
      this.frames.push({
        type: this.#rest.readUInt8(3),
        flags: this.#rest.readUInt8(4),
        stream: this.#rest.readUInt32BE(5) & 0x7fffffff,
        payload: Buffer.from(this.#rest.subarray(9, end)),
      });
      this.#rest = this.#rest.subarray(end);
    }
    this.#arrived.emit('frame');
  }
}
