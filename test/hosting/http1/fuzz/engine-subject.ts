import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { RequestBodyPipeFeature } from '../../../../src/hosting/http/body-features.ts';
import type { FeatureCollection } from '../../../../src/hosting/http/feature-collection.ts';
import { HttpRequestFeature } from '../../../../src/hosting/http/request-features.ts';
import { requiredFeature } from '../../../../src/hosting/http/required-feature.ts';
import { DEFAULT_LIMITS } from '../../../../src/hosting/servers/kestrel/kestrel-limits.ts';
import { makeServices } from '../../../../src/hosting/servers/kestrel/make-services.ts';
import type { serveConnection } from '../../../../src/hosting/servers/kestrel/serve-connection.ts';
import { serverOptions } from '../../../support/start-server.ts';
import { piecesOf, type SeenRequest, type Subject } from './subject.ts';

/** A connection without a network: what is pushed has been received, what is written is dropped. */
class Connection extends Duplex {
  readonly requests: SeenRequest[] = [];

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    done();
  }

  destroySoon(): void {
    this.destroy();
  }
}

/** The engine as the server runs it, below its endpoints: an app is given the requests and reads their bodies. */
export function engineSubject(serve: typeof serveConnection): Subject {
  let connection = new Connection();
  const services = makeServices({
    application: {
      createContext: (features) => features,
      disposeContext: () => {},
      processRequest: (features) => record(features as FeatureCollection, connection),
    },
    limits: DEFAULT_LIMITS,
    addServerHeader: false,
    options: serverOptions(),
  });
  return async (bytes, splits) => {
    connection = new Connection();
    const socket = connection as unknown as Socket;
    serve({ socket, scheme: 'http', protocols: 'Http1', endpoint: 'fuzz' }, services);
    for (const piece of piecesOf(bytes, splits)) {
      if (piece.length > 0) connection.push(piece);
      // Every other piece comes while the app still works on those before it.
      if (piece.length % 2 === 0) await Promise.resolve();
    }
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    connection.destroy();
    return { requests: connection.requests };
  };
}

async function record(features: FeatureCollection, { requests }: Connection): Promise<void> {
  const { method, rawTarget } = requiredFeature(features, HttpRequestFeature);
  const body = await requiredFeature(features, RequestBodyPipeFeature).readAll();
  requests.push({ method, target: rawTarget, body: body.toString('latin1') });
}
