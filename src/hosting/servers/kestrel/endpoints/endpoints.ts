import { messageOf } from '../../../../foundation/errors/message-of.ts';
import { isFailure } from '../../../../foundation/errors/mews-error.ts';
import type { EndpointChanges } from '../configuration/endpoint-changes.ts';
import { targetName } from './address-endpoint.ts';
import { Endpoint } from './endpoint.ts';
import type { EndpointHost } from './endpoint-host.ts';
import type { EndpointSpec } from './endpoint-spec.ts';

/** Milliseconds that the connections of a removed or changed endpoint have to finish. */
const DRAIN = 5000;

/** All endpoints of a server. */
export class Endpoints {
  readonly #host: EndpointHost;
  #open: Endpoint[] = [];
  #isClosed = false;

  constructor(host: EndpointHost) {
    this.#host = host;
  }

  /** As bound, in order. */
  get addresses(): string[] {
    return this.#open.map(({ address }) => address);
  }

  /** What they serve now. */
  get specs(): EndpointSpec[] {
    return this.#open.map(({ spec }) => spec);
  }

  /** Handshakes in progress on all of them. */
  get handshakes(): number {
    return this.#open.reduce((sum, { handshakes }) => sum + handshakes, 0);
  }

  /**
   * Binds every endpoint or none; certificates are read before anything is bound. `mayMove`: taken ports move to the next
   * free one. Errors: noServerCertificate, those of the certificates, addressInUse, bindFailed.
   */
  async bind(specs: readonly EndpointSpec[], mayMove = false): Promise<void> {
    const endpoints: Endpoint[] = [];
    try {
      for (const spec of specs) endpoints.push(await Endpoint.prepare(spec, this.#host));
      for (const endpoint of endpoints) await endpoint.bind(mayMove);
    } catch (error) {
      for (const endpoint of endpoints) endpoint.close();
      throw error;
    }
    this.#open = endpoints;
    if (this.#isClosed) this.close();
  }

  /** Stops accepting on all of them: when it returns, the ports are free. Connections are not touched. */
  close(): void {
    this.#isClosed = true;
    for (const endpoint of this.#open) endpoint.close();
  }

  /**
   * Carries out a changed configuration: stops what was removed, starts what was added, and lets what changed become what
   * it is now, without a moment of refusal where it stays at its address. What cannot be started is reported, and stays as it was.
   */
  async change({ removed, changed, added }: EndpointChanges): Promise<void> {
    const { log } = this.#host;
    const stopping = [...removed, ...changed.map(({ from }) => from)];
    const starting = [...changed.map(({ to }) => to), ...added];
    if (stopping.length > 0) log.information(`Config changed. Stopping the following endpoints: ${listOf(stopping)}`);
    for (const spec of removed) this.#remove(spec);
    if (starting.length > 0) log.information(`Config changed. Starting the following endpoints: ${listOf(starting)}`);
    for (const { from, to } of changed) await this.#attempt(to, () => this.#replace(from, to));
    for (const spec of added) await this.#attempt(spec, async () => void this.#open.push(await this.#start(spec)));
  }

  #remove(spec: EndpointSpec): void {
    const endpoint = this.#open.find((open) => open.spec === spec);
    this.#open = this.#open.filter((open) => open !== endpoint);
    endpoint?.close();
    this.#drain(spec);
  }

  async #replace(from: EndpointSpec, to: EndpointSpec): Promise<void> {
    const at = this.#open.findIndex(({ spec }) => spec === from);
    const endpoint = this.#open[at];
    if (!endpoint) return;
    if (isSameTarget(from, to)) {
      await endpoint.become(to);
      return this.#drain(from);
    }
    this.#open[at] = await this.#move(endpoint, to);
    this.#drain(from);
  }

  /** The new address may overlap the old one (`localhost:80`, then `*:80`): then the old one is given up first, and taken again if that did not help. */
  async #move(endpoint: Endpoint, to: EndpointSpec): Promise<Endpoint> {
    try {
      const moved = await this.#start(to);
      endpoint.close();
      return moved;
    } catch (error) {
      if (!isFailure(error, 'addressInUse')) throw error;
    }
    endpoint.close();
    try {
      return await this.#start(to);
    } catch (error) {
      await this.#restore(endpoint);
      throw error;
    }
  }

  async #restore(endpoint: Endpoint): Promise<void> {
    const again = await this.#start(endpoint.spec);
    this.#open = this.#open.map((open) => (open === endpoint ? again : open));
  }

  async #start(spec: EndpointSpec): Promise<Endpoint> {
    const endpoint = await Endpoint.prepare(spec, this.#host);
    await endpoint.bind(false);
    if (this.#isClosed) endpoint.close();
    return endpoint;
  }

  async #attempt(spec: EndpointSpec, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#host.log.critical(`Unable to bind to '${targetName(spec.target)}' on config reload. ${messageOf(error)}`);
    }
  }

  /** Not awaited: those that come in meanwhile are the new endpoint's. */
  #drain({ name }: EndpointSpec): void {
    void this.#host.drainEndpoint(name, DRAIN);
  }
}

/** Whether two endpoints listen at the same place, so that one can become the other without a moment of refusal. */
function isSameTarget(a: EndpointSpec, b: EndpointSpec): boolean {
  return JSON.stringify(a.target) === JSON.stringify(b.target);
}

function listOf(specs: readonly EndpointSpec[]): string {
  return specs.map((spec) => `'${targetName(spec.target)}'`).join(', ');
}
