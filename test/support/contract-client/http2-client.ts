import { once } from 'node:events';
import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders, type IncomingHttpStatusHeader } from 'node:http2';
import type { Socket } from 'node:net';
import { HttpResponseTrailersFeature } from '../../../src/hosting/http/body-features.ts';
import type { FeatureKey } from '../../../src/hosting/http/feature-collection.ts';
import { Http2StreamIdFeature, HttpResetFeature } from '../../../src/hosting/http/protocol-features.ts';
import type { ContractAnswer, ContractClient, ContractConnection, ContractExchange, ContractRequest } from './contract-client.ts';
import { ReceivedBody } from './received-body.ts';
import type { Transport } from './transports.ts';

const FEATURES: readonly FeatureKey<unknown>[] = [HttpResetFeature, Http2StreamIdFeature, HttpResponseTrailersFeature];

/** HTTP/2, by Node's own client: what is cut, or left, is a stream. */
export function http2Client(transport: Transport, features: readonly FeatureKey<unknown>[] = []): ContractClient {
  const { dial, ...rest } = transport;
  return {
    ...rest,
    protocol: 'HTTP/2',
    features: [...FEATURES, ...features],
    connect: async (address) => {
      const socket = await dial(address);
      const session = connect(`${rest.scheme}://${rest.hostOf(address)}`, { createConnection: () => socket });
      session.on('error', () => {});
      await once(session, 'remoteSettings');
      return new Http2Connection(session, socket, rest.hostOf(address));
    },
  };
}

class Http2Connection implements ContractConnection {
  readonly closed: Promise<void>;
  readonly #session: ClientHttp2Session;
  readonly #host: string;
  readonly #socket: Socket;
  #isGoingAway = false;

  constructor(session: ClientHttp2Session, socket: Socket, host: string) {
    this.#session = session;
    this.#socket = socket;
    this.#host = host;
    this.closed = new Promise((resolve) => void socket.once('close', () => resolve()));
    session.on('goaway', () => (this.#isGoingAway = true));
  }

  begin({ path = '/', method = 'GET', headers = {}, body }: ContractRequest): ContractExchange {
    const stream = this.#session.request({ ':authority': this.#host, ':path': path, ':method': method, ...headers }, { endStream: method === 'GET' });
    if (body !== undefined) stream.write(body);
    const received = new ReceivedBody();
    const answer = readAnswer(stream, received)
      .then((answer) => ({ ...answer, isLast: this.#isGoingAway }))
      .finally(() => received.end());
    answer.catch(() => {});
    return {
      send: (text) => void stream.write(text),
      end: () => void stream.end(),
      received: (text) => received.received(text),
      answer,
      // Node ends a body that is open before it resets the stream: the server would take it for whole.
      leave: () => (stream.writableEnded ? stream.close(constants.NGHTTP2_CANCEL) : void this.#socket.destroy()),
    };
  }

  close(): void {
    this.#session.destroy();
  }
}

async function readAnswer(stream: ClientHttp2Stream, received: ReceivedBody): Promise<Omit<ContractAnswer, 'isLast'>> {
  let head: (IncomingHttpHeaders & IncomingHttpStatusHeader) | undefined;
  stream.on('response', (fields) => (head = fields));
  stream.on('data', (chunk: Buffer) => received.add(chunk));
  stream.on('error', () => {});
  await new Promise((resolve) => stream.once('close', resolve));
  if (stream.rstCode !== constants.NGHTTP2_NO_ERROR || !head) throw new Error(`The stream was reset with error code ${stream.rstCode}.`);
  const headers = new Headers();
  for (const [name, value] of Object.entries(head)) {
    if (!name.startsWith(':')) for (const one of [value].flat()) headers.append(name, String(one));
  }
  const length = headers.get('content-length');
  return { status: head[':status'] ?? 0, headers, body: received.text, length: length === null ? undefined : Number(length) };
}
