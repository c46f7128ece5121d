import { Socket, type OnReadOpts } from 'node:net';

/** What a socket is read into, at most at once. */
const SIZE = 65_536;

/**
 * One buffer for all connections of the process: what is read is looked at before the next read, and what must stay is
 * copied. One octet more than a read may fill holds the zero that ends every scan.
 */
const BUFFER = Buffer.allocUnsafeSlow(SIZE + 1);
const READ_INTO = BUFFER.subarray(0, SIZE);

/** Gets the octets `bytes[0..length)`, with a zero behind them. They are gone when it returns. */
export type Receive = (bytes: Buffer, length: number) => void;

/** For the test that overwrites the buffer between reads. */
type AfterRead = (bytes: Buffer) => void;

/** Node reads into a buffer of ours where its socket has this, which is public for outgoing connections only (`onread`). */
interface UserBufferHandle {
  useUserBuffer(buffer: Uint8Array): void;
}
interface HookedSocket {
  _handle?: Partial<UserBufferHandle> | null;
  [key: symbol]: unknown;
}

const SYMBOLS = new Map(Object.getOwnPropertySymbols(new Socket()).map((symbol) => [symbol.description, symbol]));
const BUFFER_KEY = SYMBOLS.get('kBuffer');
const CALLBACK_KEY = SYMBOLS.get('kBufferCb');

/**
 * Calls `receive` with all that comes in on `socket`. Plain sockets of a Node that can are read into the shared buffer
 * directly; what comes as `'data'` (TLS, another Node) is copied there first.
 */
export function readInto(socket: Socket, receive: Receive, afterRead?: AfterRead): void {
  const options = readOptions(receive, afterRead);
  if (!hook(socket, options)) listen(socket, options);
}

/** The same for a socket that is opened with these options: for those there is a public way. */
export function readOptions(receive: Receive, afterRead?: AfterRead): OnReadOpts {
  return {
    buffer: READ_INTO,
    callback(length) {
      BUFFER[length] = 0;
      receive(BUFFER, length);
      afterRead?.(BUFFER);
      return true;
    },
  };
}

/** False when this Node, or this kind of socket, cannot. */
function hook(socket: Socket, { buffer, callback }: OnReadOpts): boolean {
  const hooked = socket as unknown as HookedSocket;
  const handle = hooked._handle;
  if (BUFFER_KEY === undefined || CALLBACK_KEY === undefined || !handle?.useUserBuffer || socket.constructor !== Socket) return false;
  hooked[BUFFER_KEY] = buffer;
  hooked[CALLBACK_KEY] = callback;
  handle.useUserBuffer(READ_INTO);
  return true;
}

function listen(socket: Socket, { callback }: OnReadOpts): void {
  socket.on('data', (chunk: Buffer) => {
    for (let start = 0; start < chunk.length; start += SIZE) {
      const end = Math.min(start + SIZE, chunk.length);
      chunk.copy(BUFFER, 0, start, end);
      callback(end - start, READ_INTO);
    }
  });
}
