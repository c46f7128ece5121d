import { Server } from 'node:net';
import type { ListenPlace } from '../../../foundation/addresses/listen-place.ts';
import { LentHandle } from '../../../foundation/transport/lent-handle.ts';
import { readListenArguments, readPathArguments } from '../own-listen/listen-arguments.ts';
import type { Activation } from './activation.ts';

interface ListenCall {
  readonly place: ListenPlace;
  readonly callback: (() => void) | undefined;
}

type Listen = (this: Server, ...args: unknown[]) => Server;

/**
 * From now on each server of this process that listens on an address, whoever made it and whatever it speaks, listens on a
 * socket of the launcher's: two versions of the app never fight over one. Handles and descriptors stay as they are.
 */
export function lendListens(activation: Activation): void {
  const original = Reflect.get(Server.prototype, 'listen') as Listen;
  const listen: Listen = function listen(...args) {
    const call = readCall(args);
    // Node itself refuses to listen twice.
    if (!call || this.listening) return original.apply(this, args);
    followSignal(this, args[0]);
    const taken = activation.take(call.place);
    const go = (lent: LentHandle): void => void listenOn(this, { call, lent, original });
    if (taken instanceof LentHandle) go(taken);
    else taken.then(go, (error: unknown) => void this.emit('error', error));
    return this;
  };
  Object.defineProperty(Server.prototype, 'listen', { value: listen, configurable: true, writable: true, enumerable: true });
}

function readCall(args: readonly unknown[]): ListenCall | undefined {
  const tcp = readListenArguments(args);
  if (tcp) {
    const { host = '', port, ipv6Only } = tcp.options;
    return { place: { host, port, ...(ipv6Only && { ipv6Only }) }, callback: tcp.callback };
  }
  if (process.platform === 'win32') return undefined;
  const path = readPathArguments(args);
  return path && { place: { host: path.path, port: -1 }, callback: path.callback };
}

function listenOn(server: Server, { call, lent, original }: { readonly call: ListenCall; readonly lent: LentHandle; readonly original: Listen }): void {
  // `address()` gives this for a socket without a port.
  if (call.place.port < 0) Object.assign(server, { _pipeName: call.place.host });
  original.call(server, lent.handle, ...(call.callback ? [call.callback] : []));
}

/** Node looks at the option only where it binds itself. */
function followSignal(server: Server, options: unknown): void {
  const signal: unknown = typeof options === 'object' && options !== null && 'signal' in options ? options.signal : undefined;
  if (!(signal instanceof AbortSignal)) return;
  if (signal.aborted) process.nextTick(() => server.close());
  else signal.addEventListener('abort', () => server.close(), { once: true });
}
