import { networkInterfaces } from 'node:os';
import { lanAddresses } from '../../foundation/addresses/lan-addresses.ts';
import type { AppEvent } from '../../foundation/events/event.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchHost } from './launch-host.ts';

/** Tells where the app listens, why that is not port 5000, and how other machines reach it. */
export function reportListening(event: Extract<AppEvent, { type: 'listening' }>, plan: Pick<LaunchPlan, 'urls' | 'module'>, { report }: Pick<LaunchHost, 'report'>): void {
  const moved = movedDefault(plan, event.addresses);
  if (moved) report({ type: 'note', text: `${moved.value} is used (${moved.from}).` });
  report(event);
  const path = plan.module?.applicationPath.value ?? '/';
  if (path !== '/') report({ type: 'note', text: `The app is below its virtual path: ${event.addresses.map((address) => `${address}${path}/`).join(', ')}` });
  const fromOutside = event.addresses.flatMap((address) => lanAddresses(address, networkInterfaces()));
  for (const address of fromOutside) report({ type: 'note', text: `On the network: ${address}` });
}

/** The address that nobody wrote down, moved to a free port; nothing when the app listens somewhere else all the same. */
function movedDefault({ urls }: Pick<LaunchPlan, 'urls'>, addresses: readonly string[]): LaunchPlan['urls'][number] | undefined {
  const ports = addresses.map(portOf);
  return urls.find(({ value, isDefault, from }) => isDefault && from !== 'default' && ports.includes(portOf(value)));
}

function portOf(address: string): string | undefined {
  return /:(\d+)$/.exec(address)?.[1];
}
