import type { Duplex } from 'node:stream';
import type { OctetTaker, UpstreamConnection } from './upstream-connection.ts';

/** `early`: what the app has sent already. */
export function joinConnections(client: Duplex, connection: UpstreamConnection, early: Buffer): void {
  const tunnel = new Tunnel(client, connection);
  connection.handOver(tunnel);
  if (early.length > 0) tunnel.take(early, 0, early.length);
  else connection.resume();
}

/** Two connections that have become one, of another protocol: octets both ways, with back-pressure; each side may end its direction alone. */
class Tunnel implements OctetTaker {
  readonly #client: Duplex;
  readonly #connection: UpstreamConnection;

  constructor(client: Duplex, connection: UpstreamConnection) {
    this.#client = client;
    this.#connection = connection;
    client.on('data', (octets: Buffer) => {
      if (!connection.send(octets)) client.pause();
    });
    client.on('drain', () => connection.resume());
    client.once('end', () => connection.endSending());
    client.once('error', () => connection.destroy());
    client.once('close', () => connection.destroy());
  }

  take(bytes: Buffer, start: number, end: number): void {
    if (this.#client.write(Buffer.from(bytes.subarray(start, end)))) this.#connection.resume();
    else this.#connection.pause();
  }

  drained(): void {
    this.#client.resume();
  }

  ended(): void {
    this.#client.end();
  }

  /** What was written to the client still goes to it. */
  closed(): void {
    if (this.#client.writableEnded && !this.#client.writableFinished) this.#client.once('finish', () => this.#client.destroy());
    else this.#client.destroy();
  }
}
