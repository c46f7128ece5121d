import { randomUUID } from 'node:crypto';
import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import type { WorkerSettings } from '../../foundation/events/module-settings.ts';
import { Activator } from '../activation/activator.ts';
import { Front } from '../launch/hosting-module/front.ts';
import { frontDuty } from '../launch/hosting-module/front-duty.ts';
import { hasModule } from '../launch/hosting-module/module-launch.ts';
import { pairedPlan, type Pairing } from '../launch/hosting-module/pairing.ts';
import { choosePort, configuredPort } from '../launch/hosting-module/choose-port.ts';
import { publicPlan, workerSettings } from '../launch/hosting-module/public-plan.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { HostingModel } from '../profiles/profile-values.ts';
import { activationModeOf, publicAddresses } from './public-addresses.ts';
import type { WatchHost } from './watch-host.ts';

/**
 * The hosting model of a watch. Without a module, and in-process, the versions of the app serve the public sockets one after the other; out of
 * process a front has those all the time, and the versions serve a private one. For the rest of the watch it is the same.
 */
export class WatchedHosting {
  /** Of the sockets that the versions serve. */
  readonly activator: Activator;
  readonly #host: WatchHost;
  readonly #model: HostingModel | null;
  /** Out of process: of the public sockets. */
  readonly #outer: Activator | undefined;
  #pairing: Pairing | undefined;
  #front: Front | undefined;
  #addresses: readonly string[] = [];

  constructor(plan: LaunchPlan, host: WatchHost) {
    const mode = activationModeOf(plan, host);
    this.#host = host;
    this.#model = plan.hostingModel.value;
    this.activator = new Activator(mode);
    if (this.#model === 'outofprocess') this.#outer = new Activator(mode);
  }

  /** Where clients reach the app; undefined where the app itself knows. */
  get addresses(): readonly string[] | undefined {
    return this.#outer && this.#addresses;
  }

  /** The plan as versions of the app are to see it. */
  versionPlan(plan: LaunchPlan): LaunchPlan {
    if (this.#model === null || !hasModule(plan)) return plan;
    return this.#pairing ? pairedPlan(plan, this.#pairing) : publicPlan(plan);
  }

  /** What a version is told besides, that has a part in the hosting model. */
  workerSettings(plan: LaunchPlan): WorkerSettings | undefined {
    return this.#model === 'inprocess' && hasModule(plan) ? workerSettings(plan) : undefined;
  }

  /** The sockets of the plan are bound from now on. Errors: addressInUse, bindFailed, and what keeps a front from serving. */
  async bind(plan: LaunchPlan): Promise<void> {
    if (plan.hostingModel.value !== this.#model) {
      this.#host.report({ type: 'warning', text: `The hosting model stays '${this.#model ?? 'none'}' until mews is started again.` });
    }
    if (this.#outer) await this.#bindFront(plan, this.#outer);
    else await this.activator.sockets.bind(publicAddresses(this.versionPlan(plan)));
  }

  async close(): Promise<void> {
    await this.#front?.close(GRACE);
    this.#outer?.close();
  }

  async #bindFront(plan: LaunchPlan, outer: Activator): Promise<void> {
    if (!hasModule(plan)) return;
    await outer.sockets.bind(publicPlan(plan).urls.map(({ value, from }) => parseBindingAddress(value, from)));
    this.#pairing ??= await this.#pair(plan);
    const { endpoint, token } = this.#pairing;
    const duty = frontDuty(plan, { token, upstreams: [{ place: { port: endpoint.port }, isStarting: false }], isWatched: true });
    if (this.#front) return this.#front.follow(duty);
    this.#front = new Front(duty, { host: this.#host, activator: outer, onListening: ({ addresses }) => (this.#addresses = addresses) });
    await this.#front.boot();
    await this.#front.open();
  }

  /** Connections of the front wait there from the beginning. */
  async #pair(plan: LaunchPlan): Promise<Pairing> {
    const port = await choosePort(configuredPort(plan, this.#host.env));
    await this.activator.sockets.bind([parseBindingAddress(`http://127.0.0.1:${port}`, 'the hosting module')]);
    await this.activator.keepVigil(() => {});
    return { endpoint: { port, path: undefined }, token: randomUUID() };
  }
}

/** Milliseconds for requests in flight when the watch ends. */
const GRACE = 4000;
