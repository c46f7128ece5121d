import type { FeatureCollection, FeatureKey, FeatureSource } from '../http/feature-collection.ts';
import type { Successor } from './activation/successor.ts';
import type { AppSettings } from './configuration/app-settings.ts';
import type { HttpApplication } from './http-application.ts';
import type { KestrelOptions } from './kestrel-options.ts';

/**
 * A server of any kind (ASP.NET Core `IServer`). Its features hold a `ServerAddressesFeature`: before `start` the
 * addresses asked for, afterwards those that were bound, with real ports.
 *
 * For each request a server fills a FeatureCollection (at least HttpRequestFeature, HttpResponseFeature,
 * HttpResponseBodyFeature, HttpConnectionFeature, HttpRequestLifetimeFeature, HttpRequestIdentifierFeature), calls
 * `createContext`, `processRequest` and, error or not, `disposeContext`, and ends the response. It runs the onStarting
 * callbacks before the headers go out and the onCompleted callbacks after the end.
 */
export interface Server {
  readonly features: FeatureCollection;
  /** Binds all addresses or none. Errors: addressInUse, bindFailed; serverAlreadyStarted the second time. */
  start<Context>(application: HttpApplication<Context>): Promise<void>;
  /**
   * Stops accepting at once, lets requests in flight finish, and cuts after `deadline` milliseconds what is left.
   * Every call shares the first one's promise; never rejects because of a client. A server that counts says what became
   * of the requests that were in flight.
   */
  stop(deadline: number): Promise<StopSummary | void>;
  /**
   * The same while another process serves already: what is in flight is finished, idle connections and requests that come
   * are the successor's, and no connection is closed over a request. A server without it is stopped. `stop` joins it.
   */
  retire?(successor: Successor, deadline: number): Promise<StopSummary | void>;
  /** For who ends processes that are idle. Left out: not known. */
  activity?(): ServerActivity;
}

/** How busy a server is. */
export interface ServerActivity {
  /** Requests that are being answered. */
  readonly inFlight: number;
  /** Changes with every request that comes. */
  readonly received: number;
}

/** Requests in flight when a server was told to stop: answered in time, and cut at the deadline. */
export interface StopSummary {
  readonly drained: number;
  readonly cut: number;
}

/** What a server is made with. */
export interface ServerOptions {
  /** The addresses asked for: `http://localhost:5000`. */
  readonly addresses: readonly string[];
  /** True when nobody wrote these addresses: a taken port may move to the next free one. */
  readonly mayMove: boolean;
  /** True where `retire` may be called. Default false. */
  readonly mayRetire?: boolean;
  /** Names the process that holds a taken port. */
  readonly describeHolder?: (port: number) => string | undefined | Promise<string | undefined>;
  /** Something the user should know that is no failure. */
  readonly warn: (text: string) => void;
  /** An app's error that the client saw only as a 500 or a cut connection. */
  readonly logError: (error: unknown) => void;
  /** Debug messages: why a request was refused. Left out: nobody wants them, and they are not made. */
  readonly logDebug?: (text: string) => void;
  /** Information messages: a certificate was renewed. Left out: nobody wants them. */
  readonly logInformation?: (text: string) => void;
  /** The app's settings files and variables, read when a server asks. Left out: there are none. */
  readonly settings?: AppSettings;
  /** The environment of the process. Left out: it says nothing. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A feature of a request that the server itself does not know, asked for only when somebody looks for it. `features`: those that it has. */
  readonly supplyFeature?: ((key: FeatureKey<unknown>, features: FeatureSource) => unknown) | undefined;
  /** What the app says of Kestrel in code. */
  readonly kestrel?: KestrelOptions;
}

/** The default export of a module that `--server` names. */
export type ServerFactory = (options: ServerOptions) => Server | Promise<Server>;
