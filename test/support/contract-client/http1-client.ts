import { once } from 'node:events';
import { Agent, request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FeatureKey } from '../../../src/hosting/http/feature-collection.ts';
import type { ContractAnswer, ContractClient, ContractConnection, ContractExchange, ContractRequest } from './contract-client.ts';
import { ReceivedBody } from './received-body.ts';
import type { Transport } from './transports.ts';

/** HTTP/1.1, by Node's own client. `features`: what the server offers beyond the contract. */
export function http1Client(transport: Transport, features: readonly FeatureKey<unknown>[] = []): ContractClient {
  const { dial, ...rest } = transport;
  return { ...rest, protocol: 'HTTP/1.1', features, connect: async (address) => new Http1Connection(await dial(address), rest.hostOf(address)) };
}

class Http1Connection implements ContractConnection {
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #host: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    this.closed = new Promise((resolve) => void socket.once('close', () => resolve()));
    socket.on('error', () => {});
    Object.assign(this.#agent, { createConnection: () => socket });
  }

  begin({ path = '/', method = 'GET', headers = {}, body }: ContractRequest): ContractExchange {
    const outgoing = requestHttp({ agent: this.#agent, host: 'localhost', path, method, headers: { host: this.#host, ...headers } });
    if (body !== undefined) outgoing.setHeader('content-length', Buffer.byteLength(body)).write(body);
    else if (method !== 'GET') outgoing.flushHeaders();
    const received = new ReceivedBody();
    const answer = readAnswer(outgoing, received).finally(() => received.end());
    answer.catch(() => {});
    return {
      send: (text) => void outgoing.write(text),
      end: () => void outgoing.end(),
      received: (text) => received.received(text),
      answer,
      leave: () => void this.#socket.destroy(),
    };
  }

  close(): void {
    this.#agent.destroy();
    this.#socket.destroy();
  }
}

async function readAnswer(outgoing: ClientRequest, received: ReceivedBody): Promise<ContractAnswer> {
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  // The body is the test's to send, also when the answer has come before its end.
  outgoing.on('error', () => {});
  for await (const chunk of response) received.add(chunk as Buffer);
  const headers = new Headers();
  for (let at = 0; at < response.rawHeaders.length; at += 2) headers.append(response.rawHeaders[at] ?? '', response.rawHeaders[at + 1] ?? '');
  const length = headers.get('content-length');
  return {
    status: response.statusCode ?? 0,
    headers,
    body: received.text,
    length: length === null ? undefined : Number(length),
    isLast: headers.get('connection') === 'close',
  };
}
