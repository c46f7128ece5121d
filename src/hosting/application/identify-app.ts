import type { FetchApp } from './fetch/fetch-application.ts';
import type { NodeUpgrades } from './http-application.ts';
import type { NodeListener } from './node-listener-application.ts';
import { WEB_APPLICATION } from './web-application-mark.ts';
import type { WebApplication } from './web-application.ts';

/** What the entry of an app exports, as far as a server can serve it. */
export type IdentifiedApp =
  | { readonly kind: 'webApplication'; readonly app: WebApplication }
  | { readonly kind: 'fetch'; readonly app: FetchApp }
  /** `load` gives the listener when the app is ready for requests; `upgrades` is the server of the app's own that it has. */
  | { readonly kind: 'listener'; readonly load: () => NodeListener | Promise<NodeListener>; readonly upgrades?: NodeUpgrades }
  /** Nothing is exported as default: a program that listens by itself, or does not listen at all. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly found: string };

interface KoaApp {
  callback(): NodeListener;
}

interface FastifyApp {
  readonly server?: unknown;
  ready(): PromiseLike<unknown>;
  routing: NodeListener;
}

/** Decides by the shape of the default export: no framework is known by name. */
export function identifyApp(namespace: object): IdentifiedApp {
  const exported = unwrap(namespace);
  const app = exported['default'];
  return app === undefined || app === null || isEmptyModule(app) ? identifyNamed(exported) : identifyValue(app);
}

function identifyValue(app: unknown): IdentifiedApp {
  if (isWebApplication(app)) return { kind: 'webApplication', app };
  if (hasMethods<FetchApp>(app, ['fetch'])) return { kind: 'fetch', app };
  if (hasMethods<FastifyApp>(app, ['ready', 'routing'])) return identifyFastify(app);
  if (typeof app === 'function') return identifyFunction(app as NodeListener);
  if (isEmitter(app) && app.listenerCount('request') > 0) {
    return { kind: 'listener', load: () => (request, response) => void app.emit('request', request, response), upgrades: app };
  }
  if (hasMethods<KoaApp>(app, ['callback'])) return { kind: 'listener', load: () => app.callback() };
  return { kind: 'unknown', found: describe(app) };
}

/**
 * What a module exports, through the layers that module systems put around it: `module.exports`, and the `default` of a
 * module that a compiler made CommonJS (`__esModule`).
 */
function unwrap(namespace: object): Record<string, unknown> {
  const exported = 'default' in namespace ? namespace.default : undefined;
  const isCompiled = typeof exported === 'object' && exported !== null && '__esModule' in exported;
  return { ...(isCompiled ? exported : namespace) };
}

/** Exports with a name may be anything, so none is served; but one that could have been may be what somebody forgot. */
function identifyNamed(exported: Record<string, unknown>): IdentifiedApp {
  const name = Object.keys(exported).find((key) => isServable(exported[key]));
  return name === undefined ? { kind: 'nothing' } : { kind: 'unknown', found: `missing (the export '${name}' might be meant)` };
}

/** Any function of two parameters could be a listener; one of an app can also listen. */
function isServable(value: unknown): boolean {
  if (!hasMethods<{ listen(): unknown }>(value, ['listen']) && !hasMethods<FetchApp>(value, ['fetch']) && !isWebApplication(value)) return false;
  return identifyValue(value).kind !== 'unknown';
}

/** `module.exports` that nobody touched. */
function isEmptyModule(app: unknown): boolean {
  return typeof app === 'object' && app !== null && Object.getPrototypeOf(app) === Object.prototype && Reflect.ownKeys(app).length === 0;
}

function isWebApplication(app: unknown): app is WebApplication {
  return typeof app === 'object' && app !== null && WEB_APPLICATION in app;
}

function hasMethods<T>(app: unknown, names: readonly (keyof T & string)[]): app is T {
  const isHolder = (typeof app === 'object' && app !== null) || typeof app === 'function';
  return isHolder && names.every((name) => typeof (app as Record<string, unknown>)[name] === 'function');
}

/** One parameter or none is no listener: an app factory, a job, a class. */
function identifyFunction(app: NodeListener): IdentifiedApp {
  const isClass = /^class\b/.test(Function.prototype.toString.call(app));
  if (isClass || app.length < 2) return { kind: 'unknown', found: describe(app) };
  return { kind: 'listener', load: () => app };
}

/** Plug-ins for WebSockets listen on the `http.Server` that each Fastify app has. */
function identifyFastify(app: FastifyApp): IdentifiedApp {
  return { kind: 'listener', load: () => readyFastify(app), ...(isEmitter(app.server) && { upgrades: app.server }) };
}

/** Node's `http.Server`, made and not told to listen. */
function isEmitter(app: unknown): app is NodeUpgrades {
  return hasMethods<NodeUpgrades>(app, ['emit', 'listenerCount', 'on']);
}

async function readyFastify(app: FastifyApp): Promise<NodeListener> {
  await app.ready();
  return (request, response) => app.routing(request, response);
}

function describe(app: unknown): string {
  if (typeof app === 'function') {
    const isClass = /^class\b/.test(Function.prototype.toString.call(app));
    const name = app.name === '' || app.name === 'default' ? '' : ` '${app.name}'`;
    return isClass ? `the class${name}` : `a function${name} of ${app.length} parameter${app.length === 1 ? '' : 's'}`;
  }
  if (typeof app !== 'object') return `a ${typeof app}`;
  const maker = app?.constructor?.name;
  return maker && maker !== 'Object' ? `an object of class ${maker}` : 'an object without fetch()';
}
