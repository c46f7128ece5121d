import type { IncomingMessage, ServerResponse } from 'node:http';
import { featureKey } from './feature-collection.ts';

/** Node's own pair of objects for this request, on servers that have them: what Express, Koa and Fastify work with. */
export interface NodeHttpFeature {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
export const NodeHttpFeature = featureKey<NodeHttpFeature>('NodeHttpFeature');
