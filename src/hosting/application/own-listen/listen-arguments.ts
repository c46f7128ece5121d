import type { ListenOptions } from 'node:net';

/** A call of `server.listen()` that asks for a TCP port, whichever of its forms it was written in. */
export interface TcpListen {
  /** Everything of the call but the callback. */
  readonly options: ListenOptions & { readonly port: number };
  readonly callback: (() => void) | undefined;
}

/**
 * Reads the arguments as `net.Server.listen` does (Node's `normalizeArgs`): nothing for a path, a handle, a descriptor,
 * and for what Node will refuse.
 */
export function readListenArguments(args: readonly unknown[]): TcpListen | undefined {
  const last = args.at(-1);
  const callback = typeof last === 'function' ? (last as () => void) : undefined;
  const options = readOptions(args);
  const port = options && readPort(options);
  return port === undefined ? undefined : { options: { ...options, port }, callback };
}

/** The same for a call that asks for a unix socket or a named pipe: its path. */
export function readPathArguments(args: readonly unknown[]): { readonly path: string; readonly callback: (() => void) | undefined } | undefined {
  const [first] = args;
  const last = args.at(-1);
  const path = typeof first === 'object' && first !== null && !('port' in first && first.port !== undefined) && 'path' in first ? first.path : first;
  if (typeof path !== 'string' || readPort({ port: path }) !== undefined) return undefined;
  return { path, callback: typeof last === 'function' ? (last as () => void) : undefined };
}

function readOptions(args: readonly unknown[]): (Omit<ListenOptions, 'port'> & { port?: unknown }) | undefined {
  const [first, second, third] = args;
  if (args.length === 0 || typeof first === 'function') return { port: 0 };
  if (typeof first === 'object' && first !== null) return isTcp(first) ? first : undefined;
  const backlog = [second, third].map(Number).find((value) => value > 0);
  return {
    port: first,
    ...(typeof second === 'string' && Number.isNaN(Number(second)) && { host: second }),
    ...(backlog !== undefined && { backlog }),
  };
}

function isTcp(options: object): options is ListenOptions {
  return 'port' in options && !('_handle' in options) && !('fd' in options && typeof options.fd === 'number') && !('path' in options && options.path);
}

function readPort({ port }: { readonly port?: unknown }): number | undefined {
  if (port === undefined || port === null) return 0;
  if (typeof port !== 'number' && (typeof port !== 'string' || port.trim() === '')) return undefined;
  const number = Number(port);
  return Number.isInteger(number) && number >= 0 && number <= 65_535 ? number : undefined;
}
