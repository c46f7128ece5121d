import type { Server as HttpServer } from 'node:http';
import type { NodeUpgrades } from '../../../application/http-application.ts';

/**
 * Gives `upgrade` events to the app that listens for them on a server of its own, which does not listen. To Node a listener means
 * that the app takes upgrades, so there is one only while the app has one: else the request is an ordinary one.
 */
export function passOnUpgrades(http: HttpServer, upgrades: NodeUpgrades): void {
  const passOn = (...upgrade: unknown[]): void => void upgrades.emit('upgrade', ...upgrade);
  const follow = (): void => {
    http.off('upgrade', passOn);
    if (upgrades.listenerCount('upgrade') > 0) http.on('upgrade', passOn);
  };
  // A listener is added right after this event.
  upgrades.on('newListener', (name) => void (name === 'upgrade' && queueMicrotask(follow)));
  upgrades.on('removeListener', (name) => void (name === 'upgrade' && follow()));
  follow();
}
