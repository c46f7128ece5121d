import type { Socket } from 'node:net';
import type { ContractAnswer, ContractClient, ContractConnection, ContractExchange, ContractRequest } from './contract-client.ts';
import { ReceivedBody } from './received-body.ts';
import { overTcp } from './transports.ts';

/** The protocol of test/fixtures/servers/line-server.mjs. */
export const lineClient: ContractClient = {
  ...overTcp,
  protocol: 'LINE/1.0',
  features: [],
  boundAddress: /^line:\/\/127\.0\.0\.1:[1-9]\d*$/,
  connect: async (address) => new LineConnection(await overTcp.dial(address), overTcp.hostOf(address)),
};

class LineConnection implements ContractConnection {
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #host: string;
  #held = Buffer.alloc(0);
  #wake = (): void => {};

  constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    this.closed = new Promise((resolve) => void socket.once('close', () => resolve()));
    void this.closed.then(() => this.#wake());
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      this.#held = Buffer.concat([this.#held, chunk]);
      this.#wake();
    });
  }

  begin({ path = '/', method = 'GET', headers = {}, body }: ContractRequest): ContractExchange {
    const fields = Object.entries({ host: this.#host, ...headers }).map(([name, value]) => `${name}: ${value}\n`);
    this.#socket.write(`${method} ${path}\n${fields.join('')}\n`);
    const send = (text: string): void => void this.#socket.write(`${Buffer.byteLength(text)}\n${text}\n`);
    if (body !== undefined) send(body);
    const received = new ReceivedBody();
    const answer = this.#readAnswer(received).finally(() => received.end());
    answer.catch(() => {});
    return {
      send,
      end: () => void this.#socket.write('0\n'),
      received: (text) => received.received(text),
      answer,
      leave: () => void this.#socket.destroy(),
    };
  }

  close(): void {
    this.#socket.destroy();
  }

  async #readAnswer(received: ReceivedBody): Promise<ContractAnswer> {
    const status = Number(await this.#line());
    const headers = new Headers();
    for (let line = await this.#line(); line !== ''; line = await this.#line()) {
      const colon = line.indexOf(':');
      headers.append(line.slice(0, colon), line.slice(colon + 1));
    }
    for (let octets = Number(await this.#line()); octets > 0; octets = Number(await this.#line())) {
      received.add(await this.#take(octets));
      await this.#line();
    }
    // A server that stops closes behind the answer: there is no field for it in the protocol.
    const { length, text: body } = received;
    const isClosed = (): boolean => this.#socket.readableEnded || this.#socket.destroyed;
    return { status, headers, body, length, get isLast() { return isClosed(); } };
  }

  async #line(): Promise<string> {
    while (!this.#held.includes('\n')) await this.#more();
    return (await this.#take(this.#held.indexOf('\n') + 1)).toString().slice(0, -1);
  }

  async #take(octets: number): Promise<Buffer> {
    while (this.#held.length < octets) await this.#more();
    const taken = this.#held.subarray(0, octets);
    this.#held = this.#held.subarray(octets);
    return taken;
  }

  async #more(): Promise<void> {
    if (this.#socket.destroyed) throw new Error('The connection was cut.');
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}
