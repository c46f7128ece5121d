import { createServer } from 'node:net';
import type { BindingAddress } from '../addresses/binding-address.ts';

/** Whether somebody else listens where `address` would be bound: found out by binding it, for a moment and without accepting. */
export async function isPortTaken(address: Pick<BindingAddress, 'kind' | 'host' | 'port'>): Promise<boolean> {
  const hosts = address.kind === 'localhost' ? ['127.0.0.1', '::1'] : address.kind === 'any' ? ['::'] : [address.host];
  const taken = await Promise.all(hosts.map((host) => isTaken(host, address.port)));
  return taken.includes(true);
}

function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(false)));
  });
}
