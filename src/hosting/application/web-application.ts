import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { FeatureCollection } from '../http/feature-collection.ts';
import { HttpContext } from '../http/http-context.ts';
import { ApplicationBuilder } from './application-builder.ts';
import { FORWARDED_BY_ANYONE, isForwardingEnabled } from './forwarded-headers/use-forwarded-headers.ts';
import { filterConfiguredHosts } from './host-filtering/configured-hosts.ts';
import { publishedHost } from './host.ts';
import { HostedServices, type HostedService } from './hosted-services.ts';
import type { HttpApplication } from './http-application.ts';
import { behindModule } from './iis-integration/use-iis-integration.ts';
import { KestrelOptions } from './kestrel-options.ts';
import { Lifetime } from './lifetime.ts';
import type { Server, StopSummary } from './server.ts';
import { startApplication } from './start-application.ts';
import { WEB_APPLICATION } from './web-application-mark.ts';

/** ASP.NET Core's default `ShutdownTimeout`, in milliseconds. */
const SHUTDOWN_TIMEOUT = 30_000;

/** Says where Kestrel listens, what its limits are … */
export type ConfigureKestrel = (kestrel: KestrelOptions) => void;

export interface WebApplicationOptions {
  /** A server instead of the one the launcher chose. */
  readonly server?: Server;
  /** Milliseconds that `stop()` gives requests in flight. Default 30000. */
  readonly shutdownTimeout?: number;
  /** The same as a first `configureKestrel`. */
  readonly kestrel?: ConfigureKestrel;
}

/**
 * An application: pipeline, routes, lifetime (ASP.NET Core `WebApplication`). Export it as default, and mews starts it;
 * or `await app.run()`. The addresses are the launcher's business.
 */
export class WebApplication extends ApplicationBuilder {
  readonly [WEB_APPLICATION] = true;
  /** `started`, `stopping`, `stopped`. */
  readonly lifetime: Lifetime;
  readonly #options: WebApplicationOptions;
  readonly #services = new HostedServices();
  readonly #kestrel = new KestrelOptions();
  #server: Server | undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<StopSummary | void> | undefined;

  static create(options: WebApplicationOptions = {}): WebApplication {
    return new WebApplication(options);
  }

  private constructor(options: WebApplicationOptions) {
    super();
    this.#options = options;
    if (options.kestrel) this.configureKestrel(options.kestrel);
    this.lifetime = new Lifetime(logError);
    publishedHost()?.claim();
    this.lifetime.on('stopping', () => this.state.stopping.forEach((stop) => stop()));
    this.#useWhatTheHostAsksFor();
  }

  /** `Development`, `Staging`, `Production` … as the launch profile says; `Production` without one. */
  get environment(): string {
    return publishedHost()?.environment ?? 'Production';
  }

  /** The server's features: `app.serverFeatures.get(ServerAddressesFeature)` has the bound addresses. Error: noRunningHost before the start. */
  get serverFeatures(): FeatureCollection {
    if (!this.#server) throw mewsError('noRunningHost', {});
    return this.#server.features;
  }

  /** Endpoints, limits and defaults of the built-in server; before the start. Other servers have no use for it. */
  configureKestrel(configure: ConfigureKestrel): this {
    configure(this.#kestrel);
    return this;
  }

  /** Started with the application, in order; stopped with it, in reverse. */
  addHostedService(service: HostedService): this {
    this.#services.add(service);
    return this;
  }

  /** Starts the hosted services, then the server. Every call shares the first one's promise. Errors: those of `Server.start`, noRunningHost. */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /**
   * Stops server and services within `deadline` milliseconds, and cuts what is left; says what became of the requests in
   * flight. Every call shares the first one's promise. Error: an AggregateError when services fail to stop.
   */
  stop(deadline = this.#options.shutdownTimeout ?? SHUTDOWN_TIMEOUT): Promise<StopSummary | void> {
    this.#stopping ??= this.#stop(deadline);
    return this.#stopping;
  }

  /** Starts the application, and resolves when it has stopped. Errors: those of `start` and `stop`. */
  async run(): Promise<void> {
    await this.start();
    await new Promise<void>((resolve) => this.lifetime.on('stopped', resolve));
    await this.#stopping;
  }

  async #start(): Promise<void> {
    const host = publishedHost();
    host?.starting?.();
    const server = this.#options.server ?? (await host?.createServer({ kestrel: this.#kestrel }));
    if (!server) throw mewsError('noRunningHost', {});
    this.#server = server;
    try {
      await this.#services.start();
      const filtered = await filterConfiguredHosts(this.#toHttpApplication(), host);
      const application = await behindModule({ application: filtered, server, stop: () => void this.stop().catch(logError) }, host);
      const { addresses, retire, activity } = await startApplication(server, application);
      host?.serving({ addresses, retire, ...(activity && { activity }), stop: (deadline) => this.stop(deadline) });
      await this.lifetime.reach('started');
    } catch (error) {
      await this.#services.stop().catch(logError);
      throw error;
    }
  }

  async #stop(deadline: number): Promise<StopSummary | void> {
    await this.lifetime.reach('stopping');
    const summary = await this.#server?.stop(deadline);
    // The application has stopped whatever its services say.
    await this.#services.stop().finally(() => this.lifetime.reach('stopped'));
    return summary;
  }

  /** Outermost, as ASP.NET Core's startup filters. */
  #useWhatTheHostAsksFor(): void {
    if (isForwardingEnabled(publishedHost()?.env)) this.configureForwardedHeaders(FORWARDED_BY_ANYONE).useForwardedHeaders();
    if (this.environment.toLowerCase() === 'development') this.useExceptionPage();
  }

  #toHttpApplication(): HttpApplication<HttpContext> {
    const pipeline = this.build();
    return {
      createContext: (features) => new HttpContext(features),
      processRequest: pipeline,
      disposeContext: () => {},
    };
  }
}

function logError(error: unknown): void {
  publishedHost()?.logError(error);
}
