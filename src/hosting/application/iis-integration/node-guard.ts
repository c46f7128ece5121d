import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { isBelow } from '../path-base.ts';
import { refuseUpgrade } from '../refuse-upgrade.ts';
import type { ModuleEnvironment } from '../../../foundation/events/module-environment.ts';
import { EVENT_HEADER, isModuleHeader, isShutdown, REJECTED, TOKEN_HEADER } from './module-headers.ts';
import { PairingToken } from './pairing-token.ts';
import type { RequestGuard } from './request-guard.ts';

export interface NodeGuardHost {
  /** The module tells the app to stop. */
  readonly stop: () => void;
  readonly warn: (text: string) => void;
}

/** The pairing for apps that work with Node's own request and response: they see a request only if it has come through the module, and without its headers. */
export class NodeGuard implements RequestGuard {
  readonly #token: PairingToken;
  readonly #pathBase: string;
  readonly #host: NodeGuardHost;

  constructor({ token, applicationPath }: ModuleEnvironment, host: NodeGuardHost) {
    this.#token = new PairingToken(token);
    this.#pathBase = applicationPath.replace(/\/+$/, '');
    this.#host = host;
  }

  admits(request: IncomingMessage, response: ServerResponse): boolean {
    if (!this.#isPaired(request)) return answer(response, 400);
    if (this.#isShutdown(request)) {
      this.#host.stop();
      return answer(response, 202);
    }
    hideModuleHeaders(request);
    return true;
  }

  admitsUpgrade(request: IncomingMessage, socket: Duplex): boolean {
    if (this.#isPaired(request)) {
      hideModuleHeaders(request);
      return true;
    }
    refuseUpgrade(socket, 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return false;
  }

  /** The module speaks HTTP/1.1 with the app: what comes over HTTP/2 has not come through it, unless it knows the token all the same. */
  admitsStream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean {
    const token = headers[TOKEN_HEADER];
    if (this.#isToken(typeof token === 'string' ? token : undefined)) return true;
    stream.on('error', () => {});
    stream.respond({ ':status': 400 }, { endStream: true });
    return false;
  }

  #isPaired(request: IncomingMessage): boolean {
    return this.#isToken(headerOf(request, TOKEN_HEADER));
  }

  #isToken(given: string | undefined): boolean {
    if (this.#token.matches(given)) return true;
    this.#host.warn(REJECTED);
    return false;
  }

  #isShutdown(request: IncomingMessage): boolean {
    const { method = '', url = '' } = request;
    const path = isBelow(url, this.#pathBase) ? url.slice(this.#pathBase.length) : url;
    return isShutdown({ method, path, event: headerOf(request, EVENT_HEADER) });
  }
}

function answer(response: ServerResponse, statusCode: number): false {
  response.writeHead(statusCode, { 'Content-Length': 0 }).end();
  return false;
}

/** The value if there is exactly one: of two, each may be meant for somebody else. */
function headerOf({ rawHeaders }: IncomingMessage, name: string): string | undefined {
  const places = rawHeaders.flatMap((text, at) => (at % 2 === 0 && text.toLowerCase() === name ? [at] : []));
  return places.length === 1 ? rawHeaders[(places[0] ?? 0) + 1] : undefined;
}

/** Node makes `headers` and `headersDistinct` of as many `rawHeaders` as came, when somebody asks: that must be before any is taken out. */
function hideModuleHeaders(request: IncomingMessage): void {
  const { rawHeaders, headers } = request;
  // Requests over HTTP/2 have none.
  const distinct = 'headersDistinct' in request ? request.headersDistinct : {};
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    const name = rawHeaders[at] ?? '';
    if (!isModuleHeader(name)) continue;
    rawHeaders.splice(at, 2);
    const key = name.toLowerCase();
    delete headers[key];
    delete distinct[key];
  }
}
