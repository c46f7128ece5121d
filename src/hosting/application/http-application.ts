import type { FeatureCollection } from '../http/feature-collection.ts';

/** What a server serves (ASP.NET Core `IHttpApplication<TContext>`). `Context` is the application's own business. */
export interface HttpApplication<Context> {
  createContext(features: FeatureCollection): Context;
  /** Resolves when the response may be ended; rejects with the app's error. */
  processRequest(context: Context): Promise<void>;
  /** Called once for each context, also after an error, which it is then given. */
  disposeContext(context: Context, error?: unknown): void;
}
