import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../foundation/errors/message-of.ts';
import { mewsError, MewsError } from '../../foundation/errors/mews-error.ts';
import type { Server, ServerFactory, ServerOptions } from '../application/server.ts';

/** Servers known by name; each is loaded when it is chosen. */
const KNOWN: Readonly<Record<string, () => Promise<ServerFactory>>> = {
  kestrel: async () => {
    const { KestrelServer } = await import('./kestrel/kestrel-server.ts');
    return (options) => new KestrelServer(options);
  },
};

export interface ServerChoice {
  /** A known name in any case, or the path (`./my-server.js`) or package name of a module with a ServerFactory. */
  readonly name: string;
  /** Where the choice was made, for errors: `--server`, a profile … */
  readonly from: string;
  /** The folder that paths and package names are resolved from. */
  readonly directory: string;
}

/** Makes the chosen server, not started. Errors: unknownServer, notAvailable, notAServer, serverModuleFailed. */
export async function createServer(choice: ServerChoice, options: ServerOptions): Promise<Server> {
  const name = choice.name.toLowerCase();
  if (name === 'httpsys') throw mewsError('notAvailable', { what: `The server 'httpsys'`, from: choice.from });
  const loadKnown = KNOWN[name];
  const factory = loadKnown ? await loadKnown() : await loadFactory(choice);
  const server: unknown = await factory(options);
  if (!isServer(server)) {
    throw mewsError('notAServer', { module: choice.name, found: 'its default export does not return an object with features, start and stop' });
  }
  return server;
}

async function loadFactory(choice: ServerChoice): Promise<ServerFactory> {
  const module = await importModule(await locate(choice), choice.name);
  const exported = 'default' in module ? module.default : undefined;
  const factory = typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : exported;
  if (typeof factory === 'function') return factory as ServerFactory;
  const found = factory === undefined ? 'it has no default export' : `its default export is a ${typeof factory}`;
  throw mewsError('notAServer', { module: choice.name, found });
}

async function importModule(url: string, name: string): Promise<object> {
  try {
    const module: object = await import(url);
    return module;
  } catch (error) {
    if (error instanceof MewsError) throw error;
    throw mewsError('serverModuleFailed', { module: name, reason: messageOf(error) }, { cause: error });
  }
}

async function locate(choice: ServerChoice): Promise<string> {
  const isPath = choice.name.startsWith('.') || isAbsolute(choice.name);
  const request = isPath ? resolve(choice.directory, choice.name) : choice.name;
  if (request.startsWith('file:')) return request;
  try {
    return pathToFileURL(createRequire(join(choice.directory, 'package.json')).resolve(request)).href;
  } catch {
    const { nearNames } = await import('../../foundation/errors/near-names.ts');
    const near = nearNames(choice.name, Object.keys(KNOWN));
    throw mewsError('unknownServer', { server: choice.name, from: choice.from, why: `no such module is found from ${choice.directory}`, near });
  }
}

function isServer(value: unknown): value is Server {
  return (
    typeof value === 'object' && value !== null && 'features' in value && 'start' in value && typeof value.start === 'function' && 'stop' in value && typeof value.stop === 'function'
  );
}
