import type { Server as NetServer, Socket } from 'node:net';
import type { BindingAddress } from '../../../foundation/addresses/binding-address.ts';
import { pipePath } from '../../../foundation/addresses/pipe-path.ts';
import { bindSecondLoopback } from '../../../foundation/transport/bind-localhost.ts';
import { makeRoomForSocket } from '../../../foundation/transport/bind-unix-socket.ts';
import { bindListeningSockets } from '../../../foundation/transport/listening-sockets.ts';
import type { TcpListen } from './listen-arguments.ts';
import type { OwnServer } from './own-server.ts';

/** Sockets beside the app's own one, whose connections the app's server is given. */
export interface SocketsBeside {
  close(): Promise<void>;
}

export interface PlannedListen {
  readonly server: OwnServer;
  readonly call: TcpListen;
  /** The planned addresses of the server's scheme, one at least: the first replaces what the call says, the others are added. */
  readonly addresses: readonly [BindingAddress, ...BindingAddress[]];
  /** Node's `listen`, bound to the server. */
  readonly listen: (options: object, callback?: () => void) => void;
  /** Where sockets go as soon as they are bound; whoever closes the server closes them. */
  readonly beside: Set<SocketsBeside>;
  /** True when the app has closed the server meanwhile. */
  readonly isCancelled: () => boolean;
}

/**
 * Carries out an app's `listen()` with the planned addresses: the app's server binds the first; the second loopback of
 * `localhost` and the further addresses are sockets beside it, bound before it, so that a taken one fails the whole call.
 * Returns the addresses beside, as bound. Rejects with the operating system's error.
 */
export async function listenAsPlanned(planned: PlannedListen): Promise<readonly string[]> {
  const [first, ...further] = planned.addresses;
  try {
    if (first.kind === 'localhost' && first.port !== 0) await bindBeside6(planned, first.port);
    if (first.kind === 'unix') await makeRoomForSocket(first.host);
    const added = await bindFurther(planned, further);
    if (planned.isCancelled()) throw new Error('closed');
    planned.listen(at(first, planned.call.options), planned.call.callback);
    return added;
  } catch (error) {
    for (const sockets of planned.beside) void sockets.close();
    if (planned.isCancelled()) return [];
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  }
}

/** `::1` on the port that `127.0.0.1` was given. A port that is taken there leaves the one loopback alone. */
export async function followFreePort(planned: PlannedListen): Promise<void> {
  const address = planned.server.address();
  if (typeof address !== 'object' || address === null) return;
  await bindBeside6(planned, address.port).catch(() => {});
}

async function bindBeside6(planned: PlannedListen, port: number): Promise<void> {
  const second = await bindSecondLoopback(port, (socket) => hand(socket, planned.server));
  if (second) planned.beside.add(besideOf(second));
}

async function bindFurther(planned: PlannedListen, addresses: readonly BindingAddress[]): Promise<readonly string[]> {
  if (addresses.length === 0) return [];
  const sockets = await bindListeningSockets({ addresses, onConnection: (socket) => hand(socket, planned.server) });
  sockets.unref();
  planned.beside.add(sockets);
  return sockets.addresses;
}

function besideOf(server: NetServer): SocketsBeside {
  // The app's own socket decides whether the process lives on.
  server.unref();
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Node's http looks at `socket.server` for its time-outs: to the app all its connections came the same way. */
function hand(socket: Socket, server: OwnServer): void {
  Object.assign(socket, { server });
  server.emit('connection', socket);
}

/** The call's options with the planned place. Node takes a `port`, even an undefined one, for more than a path. */
function at(address: BindingAddress, options: TcpListen['options']): object {
  const { port: _port, host: _host, ...others } = options;
  if (address.kind === 'unix') return { ...others, path: address.host };
  if (address.kind === 'pipe') return { ...others, path: pipePath(address.host) };
  if (address.kind === 'localhost') return { ...others, port: address.port, host: '127.0.0.1' };
  // Without a host Node binds [::], or 0.0.0.0 on a machine without IPv6.
  const isEverywhere = address.kind === 'any' && address.host !== '0.0.0.0';
  return isEverywhere ? { ...others, port: address.port } : { ...others, port: address.port, host: address.host };
}
