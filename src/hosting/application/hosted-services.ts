/** Work that lives as long as the application (ASP.NET Core `IHostedService`): a queue reader, a timer, a connection. */
export interface HostedService {
  /** Awaited before the server starts; an error ends the start of the application. */
  start?(): void | Promise<void>;
  /** Awaited after the server has stopped, before the services that were added earlier stop. */
  stop?(): void | Promise<void>;
}

/** Starts services in the order they were added, and stops those that started in the reverse order. */
export class HostedServices {
  readonly #services: HostedService[] = [];
  readonly #started: HostedService[] = [];

  add(service: HostedService): void {
    this.#services.push(service);
  }

  /** Rejects with the first error; `stop` then stops those that had started. */
  async start(): Promise<void> {
    for (const service of this.#services) {
      await service.start?.();
      this.#started.push(service);
    }
  }

  /** One that fails does not keep the others from stopping; at the end their errors are one AggregateError. */
  async stop(): Promise<void> {
    const errors: unknown[] = [];
    for (let service = this.#started.pop(); service; service = this.#started.pop()) {
      try {
        await service.stop?.();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'One or more hosted services failed to stop.');
  }
}
