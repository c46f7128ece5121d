import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Duplex } from 'node:stream';
import { piecesOf, type SeenRequest, type Subject } from './subject.ts';

interface Recorded {
  readonly message: IncomingMessage;
  body: string;
}

/** A connection without a network: what is pushed has been received, what is written is dropped. */
class Connection extends Duplex {
  readonly received: Recorded[] = [];

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    done();
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }
}

/**
 * What node:http's parser reads, and nothing of what the server around it does: bodies are taken from the parser as it gives them, expectations
 * are met, nothing times out, and its limits are beyond ours.
 */
export function nodeHttpSubject(): Subject {
  const server = createServer({ maxHeaderSize: 1_000_000, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  server.maxHeadersCount = 0;
  const record = (message: IncomingMessage): void => {
    const recorded: Recorded = { message, body: '' };
    (message.socket as unknown as Connection).received.push(recorded);
    message.push = (chunk: Buffer | null) => {
      recorded.body += chunk?.toString('latin1') ?? '';
      return true;
    };
  };
  for (const event of ['request', 'checkContinue', 'checkExpectation', 'connect']) server.on(event, record);
  server.on('clientError', () => {});
  return async (bytes, splits) => {
    const recorded = await read(server, piecesOf(bytes, splits));
    // node:http loses what comes in the same read as a request to upgrade; octet by octet it reads it.
    const asksToUpgrade = recorded.some(({ message }) => message.headers.upgrade !== undefined);
    const all = asksToUpgrade ? await read(server, piecesOf(bytes, Array.from({ length: bytes.length }, (_, at) => at))) : recorded;
    return { requests: all.filter(isWhole).map(toRequest) };
  };
}

async function read(server: Server, pieces: readonly Buffer[]): Promise<readonly Recorded[]> {
  const connection = new Connection();
  server.emit('connection', connection);
  for (const piece of pieces) connection.push(piece);
  // The server reads in the next turn; its parser then reads all that is there in one go.
  await new Promise(setImmediate);
  connection.destroy();
  return connection.received;
}

/** CONNECT has no body: what follows it is the tunnel's. */
function isWhole({ message }: Recorded): boolean {
  return message.complete || message.method === 'CONNECT';
}

function toRequest({ message, body }: Recorded): SeenRequest {
  return { method: message.method ?? '', target: message.url ?? '', body };
}
