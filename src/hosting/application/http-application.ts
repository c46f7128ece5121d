import type { EventEmitter } from 'node:events';
import type { FeatureCollection } from '../http/feature-collection.ts';

/** An app's own `http.Server`, as far as it takes `upgrade` events. */
export type NodeUpgrades = Pick<EventEmitter, 'emit' | 'listenerCount' | 'on'>;

/** What a server serves (ASP.NET Core `IHttpApplication<TContext>`). `Context` is the application's own business. */
export interface HttpApplication<Context> {
  /** True for an app that works with Node's own request and response (NodeHttpFeature): a server that can gives it those. */
  readonly usesNodeHttp?: boolean;
  /** Where the `upgrade` events of Node's http go, for an app with `usesNodeHttp`. */
  readonly upgrades?: NodeUpgrades;
  /** True when no app's code runs in it, as when requests are passed on: a request needs no async context of its own then. */
  readonly isWithoutAppCode?: boolean;
  createContext(features: FeatureCollection): Context;
  /** Done, or resolved, when the response may be ended; throws or rejects with the app's error. */
  processRequest(context: Context): void | Promise<void>;
  /** Called once for each context, also after an error, which it is then given. */
  disposeContext(context: Context, error?: unknown): void;
}
