import { Server } from 'node:net';
import { schemeOf } from '../../application/own-listen/own-server.ts';
import type { NodeGuardHost } from '../../application/iis-integration/node-guard.ts';
import { pairedServerGuard } from './own-server-guard.ts';

/** In a process that an app out of process has forked (a worker of node:cluster): its servers, too, have only requests that have come through the module. */
export function guardForkedServers(env: Readonly<Record<string, string | undefined>>, host: NodeGuardHost): void {
  const guard = pairedServerGuard(env, host);
  if (!guard) return;
  const original = Reflect.get(Server.prototype, 'listen') as (this: Server, ...args: unknown[]) => Server;
  const listen = function listen(this: Server, ...args: unknown[]): Server {
    if (schemeOf(this) !== undefined) guard(this);
    return original.apply(this, args);
  };
  Object.defineProperty(Server.prototype, 'listen', { value: listen, configurable: true, writable: true, enumerable: true });
}
