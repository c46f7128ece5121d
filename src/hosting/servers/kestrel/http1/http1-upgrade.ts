import type { Duplex } from 'node:stream';
import { mewsError } from '../../../../foundation/errors/mews-error.ts';
import type { HttpUpgradeFeature } from '../../../http/protocol-features.ts';

/** What an upgrade needs of its request and connection. */
export interface Upgradable {
  readonly isUpgradable: boolean;
  /** Null: no limit. */
  readonly maxUpgraded: number | null;
  readonly upgraded: number;
  /** Answers 101 and gives the connection away. */
  switchProtocols(): Promise<Duplex>;
}

/** The upgrade of one request, with ASP.NET Core's three ways to refuse it. */
export class Http1Upgrade implements HttpUpgradeFeature {
  readonly isUpgradableRequest: boolean;
  readonly #target: Upgradable;
  #wasCalled = false;

  constructor(target: Upgradable) {
    this.#target = target;
    this.isUpgradableRequest = target.isUpgradable;
  }

  async upgrade(): Promise<Duplex> {
    if (!this.isUpgradableRequest) throw mewsError('notUpgradable', {});
    if (this.#wasCalled) throw mewsError('alreadyUpgraded', {});
    const { upgraded, maxUpgraded } = this.#target;
    if (maxUpgraded !== null && upgraded >= maxUpgraded) throw mewsError('tooManyUpgraded', { most: maxUpgraded });
    this.#wasCalled = true;
    return this.#target.switchProtocols();
  }
}
