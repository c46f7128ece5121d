import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { NodeHttpFeature } from '../../http/node-http-feature.ts';
import type { HttpApplication, NodeUpgrades } from '../http-application.ts';
import { refuseUpgrade } from '../refuse-upgrade.ts';
import { INVALID_HOSTNAME, type HostFilter } from './host-filter.ts';

const FIELDS = { 'Content-Type': 'text/html', 'Content-Length': Buffer.byteLength(INVALID_HOSTNAME) };

/** Where there is no response object to answer with. */
const WHOLE_ANSWER = [
  'HTTP/1.1 400 Bad Request',
  'Connection: close',
  ...Object.entries(FIELDS).map(([name, value]) => `${name}: ${value}`),
  '',
  INVALID_HOSTNAME,
].join('\r\n');

/** Answers 400 to requests and upgrades for hosts that `isAllowed` does not let through, before `application` sees them. */
export function filterNodeHosts(application: HttpApplication<NodeHttpFeature>, isAllowed: HostFilter): HttpApplication<NodeHttpFeature> {
  const { upgrades } = application;
  return {
    ...application,
    ...(upgrades && { upgrades: filterUpgrades(upgrades, isAllowed) }),
    processRequest: (context) => (hostsOf(context.request).every(isAllowed) ? application.processRequest(context) : refuse(context.response)),
  };
}

function filterUpgrades(upgrades: NodeUpgrades, isAllowed: HostFilter): NodeUpgrades {
  return {
    on: (name, listener) => upgrades.on(name, listener),
    listenerCount: (name) => upgrades.listenerCount(name),
    emit: (name, ...event: [IncomingMessage, Duplex]) => {
      const [request, socket] = event;
      if (hostsOf(request).every(isAllowed)) return upgrades.emit(name, ...event);
      refuseUpgrade(socket, WHOLE_ANSWER);
      return true;
    },
  };
}

/**
 * Every host that the request names, for an app may believe any of them: Node lets several Host fields pass, and a target
 * in absolute form whose authority is another one (RFC 9112 section 3.2.2).
 */
function hostsOf({ url = '/', headersDistinct }: IncomingMessage): readonly string[] {
  const named = headersDistinct['host'] ?? [''];
  return url.startsWith('/') ? named : [...named, authorityOf(url)];
}

/** Of `http://user@host:80/path`, as sent; empty for `*`. */
function authorityOf(target: string): string {
  const [, authority = ''] = /^[^/?#]*:[/\\]{2}([^/\\?#]*)/.exec(target) ?? [];
  return authority.slice(authority.lastIndexOf('@') + 1);
}

function refuse(response: ServerResponse): Promise<void> {
  response.writeHead(400, FIELDS);
  return new Promise((resolve) => response.once('close', resolve).end(INVALID_HOSTNAME));
}
