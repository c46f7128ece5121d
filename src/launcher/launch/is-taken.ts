import { listeningPorts } from '../../foundation/process/listening-ports.ts';
import type { BindingAddress } from '../../foundation/addresses/binding-address.ts';

/** Whether somebody listens where `address` would be bound. Where the system lists its listening sockets, a look at that list spares most starts the trial. */
export async function isTaken(address: Pick<BindingAddress, 'kind' | 'host' | 'port'>): Promise<boolean> {
  if (process.platform === 'linux' && !listeningPorts().some(({ port }) => port === address.port)) return false;
  const { isPortTaken } = await import('../../foundation/transport/probe-port.ts');
  return isPortTaken(address);
}
