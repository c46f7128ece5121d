import { describe } from 'vitest';
import type { ServerFactory } from '../../../src/hosting/application/server.ts';
import type { ContractClient } from '../../support/contract-client/contract-client.ts';
import { http1Client } from '../../support/contract-client/http1-client.ts';
import { overTcp } from '../../support/contract-client/transports.ts';
import { testAddresses } from './contract/addresses.ts';
import { testFailures } from './contract/failures.ts';
import { testRequests } from './contract/requests.ts';
import { testResponses } from './contract/responses.ts';
import { testStop } from './contract/stop.ts';

/** What every kind of server does, whatever stands behind it, and whatever it speaks. `countsRequests`: its `stop` tells a StopSummary. */
export function describeServerContract(name: string, factory: ServerFactory, client: ContractClient = http1Client(overTcp), { countsRequests = true } = {}): void {
  const kind = { factory, client, countsRequests };
  describe(`${name} keeps the contract of servers`, () => {
    testAddresses(kind);
    testRequests(kind);
    testResponses(kind);
    testFailures(kind);
    testStop(kind);
  });
}
