import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { NodeUpgrades } from '../../../application/http-application.ts';

export type UpgradeEvent = [request: IncomingMessage, socket: Duplex, head: Buffer];

/**
 * Gives `upgrade` events to the app that listens for them on a server of its own, which does not listen. To Node a listener means
 * that the app takes upgrades, so there is one only while the app has one: else the request is an ordinary one. `onUpgrade` is told
 * before, and returns true for one that the app shall not see.
 */
export function passOnUpgrades(http: HttpServer, upgrades: NodeUpgrades, onUpgrade: (...upgrade: UpgradeEvent) => boolean = () => false): void {
  const passOn = (...upgrade: UpgradeEvent): void => void (onUpgrade(...upgrade) || upgrades.emit('upgrade', ...upgrade));
  const follow = (): void => {
    http.off('upgrade', passOn);
    if (upgrades.listenerCount('upgrade') > 0) http.on('upgrade', passOn);
  };
  // A listener is added right after this event.
  upgrades.on('newListener', (name) => void (name === 'upgrade' && queueMicrotask(follow)));
  upgrades.on('removeListener', (name) => void (name === 'upgrade' && follow()));
  follow();
}
