import { HeaderBlock } from '../http1/header-block.ts';
import type { ResponseHead } from '../http1/response-head.ts';
import type { FeatureCollection } from '../http/feature-collection.ts';
import { HttpUpgradeFeature } from '../http/protocol-features.ts';
import { HttpResponseFeature } from '../http/response-features.ts';
import { requiredFeature } from '../http/required-feature.ts';
import { joinConnections } from './tunnel.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/** Fields that the server writes itself, or that a response without a body cannot have. */
const SERVERS_OWN = new Set(['connection', 'date', 'content-length', 'transfer-encoding', 'keep-alive']);

export interface SwitchedAnswer {
  readonly head: ResponseHead;
  readonly connection: UpstreamConnection;
  /** What came behind the head. */
  readonly early: Buffer;
}

/** Answers the client as the app has answered, with 101, and lets the two go on between themselves. Errors: those of the upgrade. */
export async function openTunnel(features: FeatureCollection, { head, connection, early }: SwitchedAnswer): Promise<void> {
  const response = requiredFeature(features, HttpResponseFeature);
  for (const [name, value] of new HeaderBlock(head.text, head.fieldsStart)) {
    if (!SERVERS_OWN.has(name.toLowerCase())) response.headers.append(name, value);
  }
  const client = await requiredFeature(features, HttpUpgradeFeature).upgrade();
  if (client.destroyed) connection.destroy();
  else if (connection.isClosed) client.destroy();
  else joinConnections(client, connection, early);
}
