import { formatBindingAddress } from '../../../foundation/addresses/bound-address.ts';
import { parseBindingAddress } from '../../../foundation/addresses/parse-binding-address.ts';
import { mewsError } from '../../../foundation/errors/mews-error.ts';
import { plannedPlaces } from '../../activation/planned-places.ts';
import type { PublicSockets } from '../../activation/public-sockets.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import { hostSettings } from '../host-settings.ts';
import type { ModuleContext, ModuleLaunch } from './module-launch.ts';
import { publicPlan, workerSettings } from './public-plan.ts';
import { Slot } from './slot.ts';
import { slotOptions } from './slot-options.ts';
import { startNodeWorker } from './start-node-worker.ts';
import type { Worker } from './worker.ts';

/** In-process hosting: the app's process serves the public sockets itself, and there is nothing between it and its clients. */
export class InProcess implements ModuleLaunch {
  readonly #context: ModuleContext;
  readonly #slot: Slot;

  constructor(context: ModuleContext) {
    this.#context = context;
    const { activator } = context;
    this.#slot = new Slot({ ...slotOptions(context, { activator, plan: () => publicPlan(context.plan) }), start: () => this.#start(), onChange: () => {} });
  }

  async open(): Promise<void> {
    const { plan, activator, onListening } = this.#context;
    await this.#slot.open();
    onListening({ type: 'listening', addresses: boundAddresses(plan, activator.sockets), by: 'module' });
  }

  standIn(answer: Parameters<ModuleLaunch['standIn']>[0]): Promise<void> {
    return this.#slot.standIn(answer);
  }

  recycle(): Promise<void> {
    return this.#slot.recycle();
  }

  close(): Promise<void> {
    // Who connects now is refused.
    this.#context.activator.close();
    return this.#slot.close();
  }

  #start(): Promise<Worker> {
    const { plan, host, activator, built } = this.#context;
    if (!built) throw mewsError('inProcessProgram', { executable: plan.executablePath.value ?? '' });
    const worker = publicPlan(plan);
    const settings = { ...hostSettings({ plan: worker, ...built, isDetailed: host.isDetailed }), module: workerSettings(plan) };
    return startNodeWorker({ plan: worker, module: plan.module, host, activator }, { output: built.built.outputEntry, settings });
  }
}

/** The planned addresses with the ports that they were given. */
function boundAddresses({ urls }: LaunchPlan, sockets: PublicSockets): string[] {
  const free = sockets.all.filter(({ lent }) => lent.place.port === 0);
  return urls.map(({ value, from }) => {
    const address = parseBindingAddress(value, from);
    const first = plannedPlaces(address)?.first;
    const at = first?.port === 0 ? free.findIndex(({ lent }) => lent.place.host === first.host) : -1;
    const [socket] = at < 0 ? [] : free.splice(at, 1);
    return formatBindingAddress({ ...address, port: socket?.lent.bound?.port ?? address.port });
  });
}
