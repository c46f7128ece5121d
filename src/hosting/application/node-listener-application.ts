import type { IncomingMessage, ServerResponse } from 'node:http';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { FeatureCollection } from '../http/feature-collection.ts';
import { NodeHttpFeature } from '../http/node-http-feature.ts';
import type { HttpApplication } from './http-application.ts';

export type NodeListener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Serves a `(req, res)` function with Node's own objects. Error of a request on a server without them: nodeHttpMissing. */
export function nodeListenerApplication(listener: NodeListener): HttpApplication<NodeHttpFeature> {
  return {
    createContext: nodeObjects,
    processRequest: async ({ request, response }) => {
      const closed = new Promise<void>((resolve) => response.once('close', resolve));
      await listener(request, response);
      await closed;
    },
    disposeContext: () => {},
  };
}

function nodeObjects(features: FeatureCollection): NodeHttpFeature {
  const node = features.get(NodeHttpFeature);
  if (!node) throw mewsError('nodeHttpMissing', { app: 'A (req, res) app' });
  return node;
}
