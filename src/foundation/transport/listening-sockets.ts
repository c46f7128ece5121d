import type { Server, Socket } from 'node:net';
import type { BindingAddress } from '../addresses/binding-address.ts';
import { formatBindingAddress, formatBoundAddress } from '../addresses/bound-address.ts';
import { pipePath } from '../addresses/pipe-path.ts';
import { bindLocalhost } from './bind-localhost.ts';
import { bindUnixSocket } from './bind-unix-socket.ts';
import { isInUse, isUnavailable, listenFailure, type DescribeHolder } from './listen-failure.ts';
import { listenOn, portOf } from './listen-on.ts';

/** How many ports after the wanted one a movable address tries. */
const MOVES = 100;

export interface BindOptions {
  readonly addresses: readonly BindingAddress[];
  /** Called for every accepted connection with the address it came in by. */
  readonly onConnection: (socket: Socket, address: BindingAddress) => void;
  /** True for an address nobody wrote: a taken port moves to the next free one, at most 100 further. Default false. */
  readonly mayMove?: boolean;
  /** Names the process that holds a taken port; asked only then. */
  readonly describeHolder?: DescribeHolder;
}

/** The sockets of one server. Whoever bound them closes them. */
export interface ListeningSockets {
  /** One for each address asked for, in order, with its real port: `http://localhost:5000`. */
  readonly addresses: readonly string[];
  /** Stops accepting: when it returns, the ports are free. Resolves when the accepted connections have ended. Idempotent. */
  close(): Promise<void>;
  /** Lets the process end although these sockets listen. */
  unref(): void;
}

interface Bound {
  readonly address: string;
  readonly servers: readonly Server[];
}

/**
 * Binds every address or none: when one fails, those already bound are closed before the error is thrown.
 * Binding rules of Kestrel's `AddressBinder`. Errors: addressInUse, bindFailed.
 */
export async function bindListeningSockets(options: BindOptions): Promise<ListeningSockets> {
  const bound: Bound[] = [];
  try {
    for (const address of options.addresses) bound.push(await bindOne(address, options));
  } catch (error) {
    void closeAll(bound);
    throw error;
  }
  let closing: Promise<void> | undefined;
  return {
    addresses: bound.map(({ address }) => address),
    close: () => (closing ??= closeAll(bound)),
    unref: () => bound.forEach(({ servers }) => servers.forEach((server) => server.unref())),
  };
}

async function bindOne(wanted: BindingAddress, options: BindOptions): Promise<Bound> {
  const lastPort = Math.min(wanted.port + (options.mayMove ? MOVES : 0), 65_535);
  for (let port = wanted.port; ; port++) {
    const address = { ...wanted, port };
    try {
      const servers = await listenAt(address, (socket) => options.onConnection(socket, wanted));
      return { address: describeBound(address, servers), servers };
    } catch (error) {
      if (isInUse(error) && port < lastPort) continue;
      const holder = { port: wanted.port, describe: options.describeHolder };
      throw await listenFailure(error, formatBindingAddress(wanted), holder);
    }
  }
}

async function listenAt(address: BindingAddress, onConnection: (socket: Socket) => void): Promise<readonly Server[]> {
  const { kind, host, port } = address;
  if (kind === 'localhost') return bindLocalhost(port, onConnection);
  if (kind === 'unix') return [await bindUnixSocket(host, onConnection)];
  if (kind === 'pipe') return [await listenOn({ path: pipePath(host) }, onConnection)];
  if (kind === 'ip' || host === '0.0.0.0') return [await listenOn({ host, port }, onConnection)];
  try {
    return [await listenOn({ host: '::', port }, onConnection)];
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return [await listenOn({ host: '0.0.0.0', port }, onConnection)];
  }
}

/** `any` is shown as what was bound (`[::]` or `0.0.0.0`), not as `*`: that is no address a browser could open. */
function describeBound(asked: BindingAddress, servers: readonly Server[]): string {
  const first = servers[0];
  if (asked.kind === 'unix' || asked.kind === 'pipe' || !first) return formatBindingAddress(asked);
  const given = first.address();
  const host = asked.kind === 'any' && typeof given === 'object' && given ? given.address : asked.host;
  return formatBoundAddress({ scheme: asked.scheme, host, port: portOf(first) });
}

async function closeAll(bound: readonly Bound[]): Promise<void> {
  const servers = bound.flatMap(({ servers }) => servers);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
}
