import type { ModuleSettings } from '../../../foundation/events/module-settings.ts';
import { guardNodeServer } from '../../application/iis-integration/guard-node-server.ts';
import { readModuleEnvironment } from '../../application/iis-integration/module-environment.ts';
import { NodeGuard, type NodeGuardHost } from '../../application/iis-integration/node-guard.ts';
import type { OwnServer } from '../../application/own-listen/own-server.ts';
import { WorkerGuard } from './worker-guard.ts';

export interface OwnServerGuardOptions {
  readonly module: ModuleSettings | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly host: NodeGuardHost;
}

/** For an app that listens by itself: called with each server before it listens, lets it have only what the hosting module would. Undefined without a module. */
export function ownServerGuard({ module, env, host }: OwnServerGuardOptions): ((server: OwnServer) => void) | undefined {
  if (module?.role !== 'worker') return module ? undefined : pairedGuard(env, host);
  const guard = new WorkerGuard(module.applicationPath);
  return (server) => guardNodeServer(server, guard);
}

/** Out of process: where the module looks for the app. What the app has besides (metrics on a port of their own) is not the module's business. */
function pairedGuard(env: OwnServerGuardOptions['env'], host: NodeGuardHost): ((server: OwnServer) => void) | undefined {
  const environment = readModuleEnvironment(env);
  if (!environment) return undefined;
  const { port, path } = environment.endpoint;
  const guard = new NodeGuard(environment, host);
  return (server) => {
    // Nothing is told of a connection before that.
    server.prependListener('listening', () => {
      const address = server.address();
      const isFound = typeof address === 'string' ? address === path : address !== null && address.port === port;
      if (isFound) guardNodeServer(server, guard);
    });
  };
}
