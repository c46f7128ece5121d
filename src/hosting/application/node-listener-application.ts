import type { IncomingMessage, ServerResponse } from 'node:http';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { FeatureCollection } from '../http/feature-collection.ts';
import { NodeHttpFeature } from '../http/node-http-feature.ts';
import type { HttpApplication, NodeUpgrades } from './http-application.ts';

export type NodeListener = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Serves a `(req, res)` function with Node's own objects; `upgrades` gets the upgrade events. Error of a request on a server
 * without Node's objects: nodeHttpMissing.
 */
export function nodeListenerApplication(listener: NodeListener, upgrades?: NodeUpgrades): HttpApplication<NodeHttpFeature> {
  return {
    usesNodeHttp: true,
    ...(upgrades && { upgrades }),
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
