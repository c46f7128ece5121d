import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { HttpApplication } from '../../../../src/hosting/application/http-application.ts';
import type { FeatureCollection } from '../../../../src/hosting/http/feature-collection.ts';
import { HttpRequestFeature } from '../../../../src/hosting/http/request-features.ts';
import type * as Parts from './proxy-parts.ts';

export const SECRET = 'the-secret';
export const CLIENT = '192.0.2.7';

/** A client's connection without a network: what is pushed has been received, what is written is kept. */
class Client extends Duplex {
  readonly remoteAddress = CLIENT;
  readonly remotePort = 4711;
  written = '';

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: unknown, done: () => void): void {
    this.written += chunk.toString('latin1');
    done();
  }

  destroySoon(): void {
    this.destroy();
  }
}

/** Kestrel's HTTP/1 with the hosting module in it, before an app. */
export interface ProxyUnderTest {
  /** Sends the pieces on one connection, and ends it when nothing more can come of them. Resolves when the app's connections are idle. */
  send(pieces: readonly Buffer[]): Promise<string>;
  /** Method and target of each request that was given to the module since the last `forget`. */
  readonly given: string[];
  forget(): void;
  close(): void;
}

const MOST_TURNS = 40;

export function makeProxy({ moduleApplication, Upstream, makeServices, serveConnection, DEFAULT_LIMITS }: typeof Parts, port: number): ProxyUnderTest {
  const given: string[] = [];
  const requests = { running: 0 };
  const upstream = new Upstream({ address: { port }, fields: { 'MS-ASPNETCORE-TOKEN': SECRET }, idleTimeout: 600_000 });
  const module = moduleApplication({ upstreams: () => [upstream] });
  const application: HttpApplication<FeatureCollection> = {
    ...module,
    processRequest: async (features) => {
      const { method = '', rawTarget = '' } = features.get(HttpRequestFeature) ?? {};
      given.push(`${method} ${rawTarget}`);
      requests.running++;
      try {
        await module.processRequest(features);
      } finally {
        requests.running--;
      }
    },
  };
  const services = makeServices({
    application: application as HttpApplication<unknown>,
    limits: DEFAULT_LIMITS,
    addServerHeader: false,
    options: { addresses: [], mayMove: false, warn: () => {}, logError: () => {} },
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    given,
    forget: () => void (given.length = 0),
    async send(pieces) {
      const client = new Client();
      serveConnection({ socket: client as unknown as Socket, scheme: 'http', protocols: 'Http1', endpoint: 'fuzz' }, services);
      for (const piece of pieces) {
        if (piece.length > 0) client.push(piece);
        await turn();
      }
      for (let turns = 0; turns < MOST_TURNS && !client.destroyed && (turns < 3 || requests.running > 0); turns++) await turn();
      client.push(null);
      while (requests.running > 0 || upstream.busy > 0) await turn();
      client.destroy();
      return client.written;
    },
    close: () => upstream.abort(),
  };
}
