import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestGuard } from '../../application/iis-integration/request-guard.ts';
import { isRefreshTarget } from '../../application/browser-refresh/answer-refresh-request.ts';
import { isBelow } from '../../application/path-base.ts';
import { refuseUpgrade } from '../../application/refuse-upgrade.ts';
import { decodePath } from '../../http1/percent-decoding.ts';
import { removeDotSegments } from '../../http1/dot-segments.ts';
import { namesControlCharacters } from './control-characters.ts';

/** What stands before the path in the absolute form of a target. */
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/[^/?]*/i;
const REASONS = { 400: 'Bad Request', 404: 'Not Found' } as const;

/** In-process, for apps that work with Node's own request and response: what the module answers itself in front of every app. */
export class WorkerGuard implements RequestGuard {
  readonly #prefix: string;

  constructor(applicationPath: string) {
    this.#prefix = applicationPath.replace(/\/+$/, '');
  }

  admits({ url = '' }: IncomingMessage, response: ServerResponse): boolean {
    const refused = this.#refusal(url);
    if (refused === undefined) return true;
    response.writeHead(refused, { 'Content-Length': 0 }).end();
    return false;
  }

  admitsUpgrade({ url = '' }: IncomingMessage, socket: Duplex): boolean {
    const refused = this.#refusal(url);
    if (refused === undefined) return true;
    refuseUpgrade(socket, `HTTP/1.1 ${refused} ${REASONS[refused]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return false;
  }

  #refusal(target: string): keyof typeof REASONS | undefined {
    if (namesControlCharacters(target)) return 400;
    if (this.#prefix === '' || isRefreshTarget(target)) return undefined;
    return isBelow(pathOf(target), this.#prefix) ? undefined : 404;
  }
}

/** Percent-decoded and without dot segments, as other apps are given it. */
function pathOf(target: string): string {
  const [path = ''] = target.replace(ABSOLUTE, '').split('?', 1);
  return removeDotSegments(decodePath(path));
}
