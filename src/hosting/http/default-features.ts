import type { HttpConnectionFeature } from './connection-features.ts';
import type { FeatureCollection, FeatureKey } from './feature-collection.ts';
import type { HttpRequestIdentifierFeature, HttpRequestLifetimeFeature } from './request-features.ts';

/** Puts a feature where a server has left it out, as ASP.NET Core's `DefaultHttpContext` does when somebody asks. */
export function supply<T>(features: FeatureCollection, key: FeatureKey<T>, feature: T): T {
  features.set(key, feature);
  return feature;
}

let identified = 0;

/** Unique in this process. */
export function newIdentifier(): HttpRequestIdentifierFeature {
  identified++;
  return { traceIdentifier: `${process.pid.toString(36).toUpperCase()}:${identified.toString(16).toUpperCase().padStart(8, '0')}` };
}

export function unknownConnection(): HttpConnectionFeature {
  return { connectionId: '', remoteIpAddress: '', remotePort: 0, localIpAddress: '', localPort: 0 };
}

/** Nothing is known of the client, and nothing can be cut. */
export function endlessLifetime(): HttpRequestLifetimeFeature {
  return { requestAborted: new AbortController().signal, abort: () => {} };
}
