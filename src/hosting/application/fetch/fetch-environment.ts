import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpConnectionFeature } from '../../http/connection-features.ts';
import type { HttpContext } from '../../http/http-context.ts';
import { NodeHttpFeature } from '../../http/node-http-feature.ts';
import { requiredFeature } from '../../http/required-feature.ts';

/** What of Node's request is known on a server that has none: enough for `getConnInfo` of @hono/node-server. */
interface IncomingStandIn {
  readonly socket: { readonly remoteAddress: string; readonly remotePort: number; readonly remoteFamily: 'IPv4' | 'IPv6' | undefined };
}

/** The second argument of `fetch`: what Hono's Node server gives an app. Made when the app looks at it. */
export class FetchEnvironment {
  readonly #context: HttpContext;
  #incoming: IncomingMessage | IncomingStandIn | undefined;
  #outgoing: ServerResponse | undefined;

  constructor(context: HttpContext) {
    this.#context = context;
  }

  get incoming(): IncomingMessage | IncomingStandIn {
    this.#incoming ??= this.#context.features.get(NodeHttpFeature)?.request ?? standIn(this.#context);
    return this.#incoming;
  }

  /** Undefined on servers that do not work with Node's objects. */
  get outgoing(): ServerResponse | undefined {
    this.#outgoing ??= this.#context.features.get(NodeHttpFeature)?.response;
    return this.#outgoing;
  }

  /** Node's response, if the app may have answered with it by itself. */
  static takenFrom(environment: FetchEnvironment): ServerResponse | undefined {
    return environment.#outgoing;
  }
}

function standIn(context: HttpContext): IncomingStandIn {
  const { remoteIpAddress, remotePort } = requiredFeature(context.features, HttpConnectionFeature);
  const remoteFamily = remoteIpAddress === '' ? undefined : remoteIpAddress.includes(':') ? 'IPv6' : 'IPv4';
  return { socket: { remoteAddress: remoteIpAddress, remotePort, remoteFamily } };
}
