import { randomUUID } from 'node:crypto';
import { parseBindingAddress } from '../../../foundation/addresses/parse-binding-address.ts';
import type { ModuleAnswer, UpstreamSettings } from '../../../foundation/events/module-settings.ts';
import { Activator } from '../../activation/activator.ts';
import { hostSettings } from '../host-settings.ts';
import { Front, type FrontDuty } from './front.ts';
import { frontDuty } from './front-duty.ts';
import type { ModuleContext, ModuleLaunch } from './module-launch.ts';
import { pairedPlan, privateUrls, socketPath, type PrivateEndpoint } from './pairing.ts';
import { choosePort, configuredPort } from './choose-port.ts';
import { makeSocketFolder, type SocketFolder } from './socket-folder.ts';
import { Slot } from './slot.ts';
import { slotOptions } from './slot-options.ts';
import { startNodeWorker } from './start-node-worker.ts';
import { startProgramWorker } from './start-program-worker.ts';
import type { Worker } from './worker.ts';

interface PrivateSlot {
  readonly slot: Slot;
  readonly activator: Activator;
  readonly endpoint: PrivateEndpoint;
}

/**
 * Out-of-process hosting: a process in front passes requests on to the private sockets of one or more processes of the app. Those sockets are
 * ours, as public ones are: they are there before, between and after the processes.
 */
export class OutOfProcess implements ModuleLaunch {
  readonly #context: ModuleContext;
  readonly #token = randomUUID();
  #folder: SocketFolder | undefined;
  readonly #slots: PrivateSlot[] = [];
  #standIn: ModuleAnswer | undefined;
  #front: Front | undefined;

  constructor(context: ModuleContext) {
    this.#context = context;
  }

  async open(): Promise<void> {
    const { host, activator, onListening } = this.#context;
    try {
      this.#folder = await makeSocketFolder(host.env);
      await this.#resize();
      this.#front = new Front(this.#duty(), { host, activator, onListening });
      await this.#front.boot();
      await this.#front.open();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async standIn(answer: ModuleAnswer | undefined): Promise<void> {
    this.#standIn = answer;
    await Promise.all(this.#slots.map(({ slot }) => slot.standIn(answer)));
  }

  async recycle(): Promise<void> {
    await Promise.all(this.#slots.map(({ slot }) => slot.recycle()));
    await this.#resize();
    await this.#front?.follow(this.#duty());
  }

  async close(): Promise<void> {
    // First who passes requests on: what is in flight there needs the app.
    await this.#front?.close(this.#context.plan.module.shutdownTimeLimit.value);
    await Promise.all(this.#slots.map(({ slot }) => slot.close()));
    for (const { activator } of this.#slots) activator.close();
    this.#folder?.remove();
  }

  /** As many slots as the settings want. */
  async #resize(): Promise<void> {
    const count = this.#context.plan.module.processesPerApplication.value;
    while (this.#slots.length < count) this.#slots.push(await this.#openSlot(this.#slots.length));
    const superfluous = this.#slots.splice(count);
    if (superfluous.length > 0) this.#front?.lead(this.#upstreams());
    for (const { slot, activator } of superfluous) void slot.close().then(() => activator.close());
  }

  async #openSlot(at: number): Promise<PrivateSlot> {
    const context = this.#context;
    const isProgram = context.built === null;
    // A program has the configured port itself; ours is only where the module finds us.
    const endpoint = { port: await choosePort(isProgram ? undefined : this.#portOf(at)), path: socketPath(this.#folder?.path, at) };
    const activator = new Activator(isProgram ? 'handover' : context.mode, { areAlike: true });
    const urls = isProgram ? privateUrls(endpoint).slice(-1) : privateUrls(endpoint);
    await activator.sockets.bind(urls.map(({ value, from }) => parseBindingAddress(value, from)));
    const slot = new Slot({
      ...slotOptions(context, { activator, plan: () => ({ ...context.plan, urls }) }),
      start: () => this.#start(activator, { endpoint, at }),
      onChange: () => this.#front?.lead(this.#upstreams()),
    });
    await slot.open();
    if (this.#standIn) await slot.standIn(this.#standIn);
    return { slot, activator, endpoint };
  }

  #start(activator: Activator, { endpoint, at }: { readonly endpoint: PrivateEndpoint; readonly at: number }): Promise<Worker> {
    const { plan, host, built } = this.#context;
    const token = this.#token;
    if (!built) return startProgramWorker({ plan, module: plan.module, host, activator }, { token, configuredPort: this.#portOf(at) });
    const paired = pairedPlan(plan, { endpoint, token });
    const settings = hostSettings({ plan: paired, ...built, isDetailed: host.isDetailed });
    return startNodeWorker({ plan: paired, module: plan.module, host, activator }, { output: built.built.outputEntry, settings });
  }

  /** The configured port can be had by one process. */
  #portOf(at: number): string | undefined {
    return at === 0 ? configuredPort(this.#context.plan, this.#context.host.env) : undefined;
  }

  #duty(): FrontDuty {
    return frontDuty(this.#context.plan, { token: this.#token, upstreams: this.#upstreams() });
  }

  /** The unix socket where the process serves it, or a program is reached by it anyway. */
  #upstreams(): UpstreamSettings[] {
    return this.#slots.map(({ slot, activator, endpoint: { port, path } }) => {
      const onPath = activator.sockets.all.find(({ lent }) => lent.place.port < 0);
      const isServed = onPath !== undefined && (activator.sockets.all.length === 1 || slot.worker?.process.held.has(onPath.lent.id));
      return { place: isServed && path !== undefined ? { path } : { port }, isStarting: slot.worker === undefined };
    });
  }
}
