import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestGuard } from '../../application/iis-integration/request-guard.ts';
import { refuseUpgrade } from '../../application/refuse-upgrade.ts';
import { refusalOf, type Site } from './site.ts';

const REASONS = { 400: 'Bad Request', 404: 'Not Found' } as const;

/** In-process, for apps that listen by themselves: what the module answers itself in front of every app. */
export class WorkerGuard implements RequestGuard {
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  admits({ url = '' }: IncomingMessage, response: ServerResponse): boolean {
    const refused = refusalOf(url, this.#site);
    if (refused === undefined) return true;
    response.writeHead(refused, { 'Content-Length': 0 }).end();
    return false;
  }

  admitsUpgrade({ url = '' }: IncomingMessage, socket: Duplex): boolean {
    const refused = refusalOf(url, this.#site);
    if (refused === undefined) return true;
    refuseUpgrade(socket, `HTTP/1.1 ${refused} ${REASONS[refused]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return false;
  }
}
