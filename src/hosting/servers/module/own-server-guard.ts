import { parseBindingAddress } from '../../../foundation/addresses/parse-binding-address.ts';
import type { HostSettings } from '../../../foundation/events/event.ts';
import { guardNodeServer } from '../../application/iis-integration/guard-node-server.ts';
import { readModuleEnvironment } from '../../application/iis-integration/module-environment.ts';
import { NodeGuard, type NodeGuardHost } from '../../application/iis-integration/node-guard.ts';
import type { RequestGuard } from '../../application/iis-integration/request-guard.ts';
import type { OwnServer } from '../../application/own-listen/own-server.ts';
import { siteOf } from './site.ts';
import { WorkerGuard } from './worker-guard.ts';

export interface OwnServerGuardOptions {
  readonly settings: HostSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly host: NodeGuardHost;
}

/** Called with a server before it listens. */
export type ServerGuard = (server: OwnServer) => void;

/** Where a server listens: a port, or the path of a unix socket. */
type Place = number | string;

/**
 * For an app that listens by itself: called with each server before it listens, lets it have only what the hosting module would. What the app has besides
 * (metrics on a port of their own) is not the module's business. Undefined for an app that is not behind it.
 */
export function ownServerGuard({ settings, env, host }: OwnServerGuardOptions): ServerGuard | undefined {
  const { module, watch } = settings;
  if (module) return module.role === 'worker' ? guardAt(publicPlaces(settings), new WorkerGuard(siteOf(module, watch !== undefined))) : undefined;
  return pairedServerGuard(env, host);
}

/** The same out of process, by what the module has told in variables; undefined where it has not. */
export function pairedServerGuard(env: OwnServerGuardOptions['env'], host: NodeGuardHost): ServerGuard | undefined {
  const environment = readModuleEnvironment(env);
  if (!environment) return undefined;
  const { port, path } = environment.endpoint;
  return guardAt([port, path].filter((place) => place !== undefined), new NodeGuard(environment, host));
}

function guardAt(places: readonly Place[], guard: RequestGuard): ServerGuard {
  return (server) => {
    // Nothing is told of a connection before that.
    server.prependListener('listening', () => {
      const address = server.address();
      const place = typeof address === 'string' ? address : address?.port;
      if (place !== undefined && places.includes(place)) guardNodeServer(server, guard);
    });
  };
}

/** The sockets of the module; without any, the addresses as they are planned. */
function publicPlaces({ activation, urls }: HostSettings): Place[] {
  if (activation) return activation.sockets.map(({ place, bound }) => bound?.port ?? place.host);
  return urls.map(({ value, from }) => {
    const { kind, host, port } = parseBindingAddress(value, from);
    return kind === 'unix' || kind === 'pipe' ? host : port;
  });
}
