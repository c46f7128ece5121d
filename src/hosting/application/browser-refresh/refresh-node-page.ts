import type { BrowserRefresh } from './browser-refresh.ts';
import { CONDITIONS } from './document-request.ts';
import { readBody, readHead, type HeadArguments } from './node-arguments.ts';
import { DecodedNodeBody, InjectedNodeBody, type NodeBody } from './node-bodies.ts';
import { originOf, removeFields, type NodeRequest, type NodeResponse } from './node-exchange.ts';
import { injectorFor, planPage, type RefreshedPage } from './page-injector.ts';
import { FIELDS_OF_THE_ORIGINAL, type InjectionPlan } from './plan-injection.ts';
import { ServerMethods } from './server-methods.ts';

/** Puts the script into the answer to a document request, whatever the app writes it with, if that is a page. */
export function refreshNodePage(request: NodeRequest, response: NodeResponse, refresh: BrowserRefresh): void {
  const { method = '' } = request;
  if (method === 'GET') removeFields(request, CONDITIONS);
  new RefreshedNodeResponse(response, refresh, { method, origin: originOf(request) }).install();
}

/**
 * Three methods of a response, under those that middleware puts over them: what goes to the server in the end is changed.
 * Everything else (`headersSent`, trailers, `'drain'`) is the server's.
 */
class RefreshedNodeResponse {
  readonly #response: NodeResponse;
  readonly #server: ServerMethods;
  readonly #refresh: BrowserRefresh;
  readonly #page: RefreshedPage;
  #isPlanned = false;
  /** Where the body of a page goes. */
  #body: NodeBody | undefined;
  /** Octets of the body, once it is known that they are all. */
  #wholeLength: number | undefined;

  constructor(response: NodeResponse, refresh: BrowserRefresh, page: RefreshedPage) {
    this.#response = response;
    this.#server = new ServerMethods(response);
    this.#refresh = refresh;
    this.#page = page;
  }

  install(): void {
    const own = {
      writeHead: (...args: unknown[]) => this.#writeHead(args),
      write: (...args: unknown[]) => this.#write(args),
      end: (...args: unknown[]) => this.#end(args),
    };
    for (const [name, value] of Object.entries(own)) Object.defineProperty(this.#response, name, { value, configurable: true, writable: true });
  }

  #writeHead(args: readonly unknown[]): unknown {
    if (this.#isSettled) return this.#server.writeHead(args);
    this.#isPlanned = true;
    const head = readHead(args);
    const plan = planPage(this.#refresh, this.#page, { status: head.status, values: (name) => head.fields.get(name)?.values ?? this.#valuesOf(name) });
    if (plan.kind === 'inject') return this.#writeHeadOfPage(head, plan);
    this.#keepLength(head);
    return this.#server.writeHead(args);
  }

  #writeHeadOfPage({ status, message, fields }: HeadArguments, { encoding, policies }: Extract<InjectionPlan, { kind: 'inject' }>): unknown {
    const response = this.#response;
    for (const { name, values } of fields.values()) response.setHeader(name, values.length === 1 ? (values[0] ?? '') : [...values]);
    for (const name of FIELDS_OF_THE_ORIGINAL) response.removeHeader(name);
    if (encoding !== '') response.removeHeader('content-encoding');
    if (policies.length > 0) response.setHeader('Content-Security-Policy', [...policies]);
    const next = new InjectedNodeBody(this.#server, injectorFor(this.#refresh, this.#page, policies));
    const failed = (error: Error): void => this.#refresh.warnOnce(`broken ${encoding}`, `A page whose Content-Encoding is '${encoding}' is something else (${error.message}): it was cut.`);
    this.#body = encoding === '' ? next : new DecodedNodeBody(this.#server, { encoding, next, failed });
    return this.#server.writeHead(message === undefined ? [status] : [status, message]);
  }

  /** Node counts the octets of a body that comes in one piece, but not when the head was written before it. */
  #keepLength({ status, fields }: HeadArguments): void {
    if (this.#wholeLength === undefined || status === 204 || status === 304) return;
    const isFramed = ['content-length', 'transfer-encoding', 'trailer'].some((name) => fields.has(name) || this.#response.hasHeader(name));
    if (!isFramed) this.#response.setHeader('Content-Length', this.#wholeLength);
  }

  #write(args: readonly unknown[]): boolean {
    const given = readBody(args);
    this.#begin();
    return this.#body && given ? this.#body.write(given) : this.#server.write(args);
  }

  #end(args: readonly unknown[]): unknown {
    const given = readBody(args);
    this.#wholeLength = given?.octets.length ?? 0;
    // A body that is none, or no page, is Node's affair: it counts the octets.
    if (this.#wholeLength === 0 || !this.#looksLikePage) this.#isPlanned = true;
    this.#begin();
    if (!this.#body || !given) return this.#server.end(args);
    this.#body.end(given);
    return this.#response;
  }

  /** As Node does it, through whatever middleware has put over it; but before anybody looks at the body. */
  #begin(): void {
    if (!this.#isSettled) this.#response.writeHead(this.#response.statusCode);
  }

  get #isSettled(): boolean {
    return this.#isPlanned || this.#response.headersSent;
  }

  get #looksLikePage(): boolean {
    return /text\/html/i.test(this.#valuesOf('content-type').join());
  }

  #valuesOf(name: string): readonly string[] {
    const value = this.#response.getHeader(name);
    return value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
  }
}
