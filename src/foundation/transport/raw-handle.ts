import net from 'node:net';
import type { SentHandle } from '../events/sent-handle.ts';

/**
 * The system's side of a socket as Node has it (`TCP`, `Pipe`): what a `net.Server` or `net.Socket` holds as `_handle`,
 * and what an IPC channel carries from process to process.
 */
export interface RawHandle extends SentHandle {
  /** -1 when it is closed, and where the system has no descriptors. */
  readonly fd?: number;
  onconnection?: (status: number, client?: RawHandle) => void;
  listen(backlog: number): number;
  ref(): void;
  unref(): void;
  readStop?(): number;
  /** Fills `place` with `address`, `family` and `port`; TCP only. A negative number is an error of the system. */
  getsockname?(place: SocketPlace): number;
}

export interface SocketPlace {
  address?: string;
  family?: string;
  port?: number;
}

/** What `_createServerHandle` takes: an address of a family (4, 6; -1 for a path), or a descriptor. */
type CreateServerHandle = (...where: [address: string | null, port: number, addressType: number, fd: number, flags: number]) => RawHandle | number;

/** What node:cluster makes its listening sockets with. Underscored, so it may be gone some day. */
const create = (net as unknown as { _createServerHandle?: CreateServerHandle })._createServerHandle;

/** Whether sockets can be bound without being listened on, and descriptors be opened: POSIX, and a Node that has the function. */
export const canInherit = process.platform !== 'win32' && typeof create === 'function';

export interface HandlePlace {
  readonly address: string;
  /** -1 for a path. */
  readonly port: number;
  readonly family: 4 | 6 | -1;
  readonly ipv6Only?: boolean;
}

const UV_TCP_IPV6ONLY = 1;

/** Binds without listening. A negative number is the system's error. */
export function createBoundHandle({ address, port, family, ipv6Only }: HandlePlace): RawHandle | number {
  return create ? create(address, port, family, -1, ipv6Only ? UV_TCP_IPV6ONLY : 0) : -1;
}

/** The socket behind a descriptor of this process, which is the handle's from now on. Throws the system's error. */
export function openDescriptor(fd: number): RawHandle {
  const handle = create?.(null, 0, -1, fd, 0);
  if (typeof handle !== 'object') throw new Error(`descriptor ${fd} cannot be opened (${handle})`);
  return handle;
}

/** Connections that the kernel keeps waiting for a listening socket, as Node's and Kestrel's default. */
export const BACKLOG = 511;

/**
 * Lets the kernel keep connections waiting on a bound socket although nobody accepts them yet. The descriptor is spent: it
 * must be a copy. Returns 0, or the system's error as a negative number: another process listens there meanwhile.
 */
export function beginBacklog(fd: number): number {
  const handle = openDescriptor(fd);
  const status = handle.listen(BACKLOG);
  handle.close();
  return status;
}

/** The prototype by which a `net.Server` recognises a handle. */
export function tcpPrototype(): object {
  const handle = createBoundHandle({ address: '127.0.0.1', port: 0, family: 4 });
  if (typeof handle === 'number') throw new Error(`this Node gives no handle of a socket (${handle})`);
  handle.close();
  return Object.getPrototypeOf(handle) as object;
}
