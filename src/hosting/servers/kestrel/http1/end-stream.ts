import type { Socket } from 'node:net';
import { endUpgraded } from '../../../application/activation/end-upgraded.ts';
import { isEventStream } from '../event-stream.ts';
import type { Http1Exchange } from './http1-exchange.ts';

/** Ends what has no end of its own: an event stream, or a connection that has left HTTP. False for other answers. */
export function endStream(exchange: Http1Exchange, socket: Socket): boolean {
  const { request, response } = exchange;
  if (request.isUpgraded) {
    endUpgraded(socket, request.headers.get('upgrade')?.toLowerCase() === 'websocket');
    return true;
  }
  if (!isEventStream(response)) return false;
  exchange.abortRequest();
  exchange.keepAlive = false;
  void response.finish();
  return true;
}
