import type { Socket } from 'node:net';
import { detachHandle, handleOf } from '../../../foundation/transport/detach-handle.ts';
import { HttpConnectionFeature } from '../../http/connection-features.ts';
import type { LauncherChannel } from '../launcher-channel.ts';
import type { Activation } from './activation.ts';
import { forwardingApplication } from './forward-context.ts';
import { forwardNodeRequest, tunnelToSuccessor } from './forward-node-request.ts';
import type { Successor } from './successor.ts';
import type { SuccessorAddress } from './successor-address.ts';

/** The process that accepts on our sockets now: it is reached through the launcher, and at its addresses. */
export function toSuccessor(activation: Activation, { send, isAlone }: { readonly send: LauncherChannel['send']; readonly isAlone: boolean }): Successor {
  const addressOf = (socket: Socket): SuccessorAddress => {
    const isTls = 'encrypted' in socket;
    const { localAddress: host, localPort: port } = socket;
    if (host !== undefined && port !== undefined) return { host, port, isTls };
    const handle = handleOf(socket);
    return { socketPath: (handle && activation.sourceOf(handle)?.place.host) ?? '', isTls };
  };
  return {
    isThere: !isAlone,
    migrate: (socket) => {
      const handle = handleOf(socket);
      const source = handle && activation.sourceOf(handle);
      if (!source) return false;
      const detached = detachHandle(socket);
      if (detached) send({ type: 'connection', socket: source.id }, () => detached.close(), detached);
      return detached !== undefined;
    },
    application: forwardingApplication((context) => {
      const isTcp = (context.features.get(HttpConnectionFeature)?.localPort ?? 0) > 0;
      return isTcp ? undefined : activation.pathServed;
    }),
    forward: (request, response) => forwardNodeRequest(request, response, addressOf(request.socket)),
    tunnel: (request, socket, head) => tunnelToSuccessor(request, { socket, head }, addressOf(request.socket)),
  };
}
