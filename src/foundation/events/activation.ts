import type { ListenPlace } from '../addresses/listen-place.ts';

/** How a process gets the connections of a socket that is the launcher's: it inherits the listening descriptor, or is sent one connection after the other. */
export type ActivationMode = 'inherit' | 'handover';

/** A listening socket of the launcher's, as the process it is lent to knows it. */
export interface LentSocket {
  readonly id: number;
  /** What was asked for: a `listen()` for the same place gets this socket. */
  readonly place: ListenPlace;
  /** Where it is bound; left out for unix sockets. */
  readonly bound?: { readonly address: string; readonly family: string; readonly port: number };
  /** The inherited descriptor; left out in handover, and when the socket itself comes with the message. */
  readonly fd?: number;
}

export interface ActivationSettings {
  readonly mode: ActivationMode;
  readonly sockets: readonly LentSocket[];
  /** Further copies that the process inherits, for no other end than to send them back (`returned`): they do not end with whoever sent them. */
  readonly toReturn?: readonly ReturnedSocket[];
}

export interface ReturnedSocket {
  /** The id of the lent socket. */
  readonly id: number;
  /** The inherited descriptor. */
  readonly fd: number;
}

/** What a process under activation says. */
export type ActivationEvent =
  /** It wants to listen at a place for which nothing was lent yet; the answer is `lent` with the same number. */
  | { readonly type: 'borrow'; readonly request: number; readonly place: ListenPlace }
  /** Nothing of it has asked for these sockets, and its copies are closed: who connects there is to be refused. */
  | { readonly type: 'unused'; readonly sockets: readonly number[] }
  /** A server has taken the socket, and waits for connections. */
  | { readonly type: 'held'; readonly socket: number }
  /** The message carries a copy of the socket. */
  | { readonly type: 'returned'; readonly socket: number }
  /** It accepts no more; what it has not begun to answer is the successor's. */
  | { readonly type: 'released' }
  /** The message carries an idle connection that came in by `socket`, for whoever serves now. */
  | { readonly type: 'connection'; readonly socket: number }
  /** All that was in flight has ended: answered in time, and cut at the deadline. */
  | { readonly type: 'drained'; readonly drained: number; readonly cut: number };

/** What a process under activation is told. */
export type ActivationCommand =
  /** In the mode `inherit` the message carries the socket. `error` is the name of the system's error. */
  | { readonly type: 'lent'; readonly request: number; readonly socket: LentSocket }
  | { readonly type: 'lent'; readonly request: number; readonly error: string }
  /** Connections are this process's from now on. */
  | { readonly type: 'accept' }
  /**
   * Connections are the successor's from now on; requests in flight have `deadline` milliseconds. `isAlone`: the successor
   * begins when this process has ended, so requests that still come on old connections are answered here.
   */
  | { readonly type: 'release'; readonly deadline: number; readonly isAlone: boolean }
  /** The message carries a connection that came in by `socket`. */
  | { readonly type: 'connection'; readonly socket: number };
