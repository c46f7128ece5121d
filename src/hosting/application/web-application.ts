import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { FeatureCollection } from '../http/feature-collection.ts';
import { HttpContext } from '../http/http-context.ts';
import { ApplicationBuilder } from './application-builder.ts';
import { publishedHost } from './host.ts';
import { HostedServices, type HostedService } from './hosted-services.ts';
import type { HttpApplication } from './http-application.ts';
import { Lifetime } from './lifetime.ts';
import type { Server } from './server.ts';
import { startApplication } from './start-application.ts';
import { WEB_APPLICATION } from './web-application-mark.ts';

/** ASP.NET Core's default `ShutdownTimeout`, in milliseconds. */
const SHUTDOWN_TIMEOUT = 30_000;

export interface WebApplicationOptions {
  /** A server instead of the one the launcher chose. */
  readonly server?: Server;
  /** Milliseconds that `stop()` gives requests in flight. Default 30000. */
  readonly shutdownTimeout?: number;
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
  #server: Server | undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  static create(options: WebApplicationOptions = {}): WebApplication {
    return new WebApplication(options);
  }

  private constructor(options: WebApplicationOptions) {
    super();
    this.#options = options;
    this.lifetime = new Lifetime(logError);
    publishedHost()?.claim();
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

  /** Stops server and services within `deadline` milliseconds, and cuts what is left. Every call shares the first one's promise. */
  stop(deadline = this.#options.shutdownTimeout ?? SHUTDOWN_TIMEOUT): Promise<void> {
    this.#stopping ??= this.#stop(deadline);
    return this.#stopping;
  }

  /** Starts the application, and resolves when it has stopped. */
  async run(): Promise<void> {
    await this.start();
    await new Promise<void>((resolve) => this.lifetime.on('stopped', resolve));
  }

  async #start(): Promise<void> {
    const host = publishedHost();
    const server = this.#options.server ?? (await host?.createServer());
    if (!server) throw mewsError('noRunningHost', {});
    this.#server = server;
    try {
      await this.#services.start();
      const { addresses } = await startApplication(server, this.#toHttpApplication());
      host?.serving({ addresses, stop: (deadline) => this.stop(deadline) });
      await this.lifetime.reach('started');
    } catch (error) {
      await this.#services.stop(logError);
      throw error;
    }
  }

  async #stop(deadline: number): Promise<void> {
    await this.lifetime.reach('stopping');
    await this.#server?.stop(deadline);
    await this.#services.stop(logError);
    await this.lifetime.reach('stopped');
  }

  #toHttpApplication(): HttpApplication<HttpContext> {
    const pipeline = this.build();
    return {
      createContext: (features) => new HttpContext(features),
      processRequest: async (context) => pipeline(context),
      disposeContext: () => {},
    };
  }
}

function logError(error: unknown): void {
  publishedHost()?.logError(error);
}
