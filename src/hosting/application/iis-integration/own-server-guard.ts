import type { Server } from 'node:http';
import { guardNodeServer } from './guard-node-server.ts';
import { readModuleEnvironment } from './module-environment.ts';
import { NodeGuard, type NodeGuardHost } from './node-guard.ts';

/** For an app behind the hosting module that listens by itself: what keeps its servers to requests that have come through the module. Undefined for an app that is not. */
export function ownServerGuard(env: Readonly<Record<string, string | undefined>>, host: NodeGuardHost): ((server: object) => void) | undefined {
  const environment = readModuleEnvironment(env);
  if (!environment) return undefined;
  const guard = new NodeGuard(environment, host);
  return (server) => guardNodeServer(server as Server, guard);
}
