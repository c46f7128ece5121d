import type { Socket } from 'node:net';
import type { Successor } from '../../../application/activation/successor.ts';

/** A connection that another server may have, once that serves instead of ours. */
export interface Leaving {
  readonly successor: Successor | undefined;
  readonly socket: Socket;
  readonly input: { readonly isEmpty: boolean; readonly isIgnored: boolean };
  readonly output: { flush(): void };
  /** A request is being answered, or the connection ends. */
  readonly isBusy: boolean;
  /** It is no connection of ours any more. */
  forget(): void;
}

/** Gives the connection to the successor if there is one, between two requests, and if it can be had. */
export function giveAway(connection: Leaving): boolean {
  const { successor, input, output, socket } = connection;
  if (!successor || connection.isBusy) return false;
  output.flush();
  if (!input.isEmpty || input.isIgnored || !successor.migrate(socket)) return false;
  connection.forget();
  return true;
}
