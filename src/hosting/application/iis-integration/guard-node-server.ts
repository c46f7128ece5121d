import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import type { NodeHttpFeature } from '../../http/node-http-feature.ts';
import type { HttpApplication, NodeUpgrades } from '../http-application.ts';
import type { RequestGuard } from './request-guard.ts';

const REQUESTS = new Set(['request', 'checkContinue', 'checkExpectation']);
const UPGRADES = new Set(['upgrade', 'connect']);
const guarded = new WeakSet<object>();

/**
 * Lets an app's own `http.Server` (or https) have only what `guard` admits, whichever listeners it has now or gets later. A server that is guarded already stays
 * as it is.
 */
export function guardNodeServer(server: Pick<EventEmitter, 'emit'>, guard: RequestGuard): void {
  if (guarded.has(server)) return;
  guarded.add(server);
  const emit = server.emit.bind(server) as (name: string, ...event: unknown[]) => boolean;
  server.emit = (name: string, ...event: unknown[]): boolean => {
    if (REQUESTS.has(name) && !guard.admits(event[0] as IncomingMessage, event[1] as ServerResponse)) return true;
    if (UPGRADES.has(name) && !guard.admitsUpgrade(event[0] as IncomingMessage, event[1] as Duplex)) return true;
    if (name === 'stream' && guard.admitsStream?.(event[0] as ServerHttp2Stream, event[1] as IncomingHttpHeaders) === false) return true;
    return emit(name, ...event);
  };
}

/** The same for an app of Node's kind that mews serves. */
export function guardNodeApplication(application: HttpApplication<NodeHttpFeature>, guard: RequestGuard): HttpApplication<NodeHttpFeature> {
  const { upgrades } = application;
  return {
    ...application,
    ...(upgrades && { upgrades: guardUpgrades(upgrades, guard) }),
    processRequest: (context) => {
      if (guard.admits(context.request, context.response)) return application.processRequest(context);
    },
  };
}

/** The same for the upgrades of such an app. */
export function guardUpgrades(upgrades: NodeUpgrades, guard: RequestGuard): NodeUpgrades {
  return {
    on: (name, listener) => upgrades.on(name, listener),
    listenerCount: (name) => upgrades.listenerCount(name),
    emit: (name, ...event: [IncomingMessage, Duplex]) => !guard.admitsUpgrade(event[0], event[1]) || upgrades.emit(name, ...event),
  };
}
