import { expect, test } from 'vitest';
import { ServerAddressesFeature } from '../../../../src/hosting/application/server-addresses-feature.ts';
import { ask } from '../../../support/contract-client/contract-client.ts';
import { serverOptions, startServer, toApplication } from '../../../support/start-server.ts';
import { startKind, type ContractKind } from './contract-kind.ts';

/** Where a server listens, and that it begins once. */
export function testAddresses(kind: ContractKind): void {
  const { factory, client } = kind;

  test('it tells the addresses asked for before the start, and the bound ones after it', async () => {
    const asked = await client.freeAddress();
    const server = await factory(serverOptions(asked));
    expect(server.features.get(ServerAddressesFeature)?.addresses).toEqual([asked]);
    const address = await startServer(server, toApplication(() => {}));
    expect(address).toMatch(client.boundAddress);
    expect(server.features.get(ServerAddressesFeature)?.addresses).toEqual([address]);
  });

  test('it listens on all addresses', async () => {
    const server = await factory(serverOptions(await client.freeAddress(), await client.freeAddress()));
    await startServer(server, toApplication(({ response }) => response.text('hi')));
    const { addresses = [] } = server.features.get(ServerAddressesFeature) ?? {};
    expect(new Set(addresses).size).toBe(2);
    for (const address of addresses) expect((await ask(client, address)).body).toBe('hi');
  });

  test('it refuses a second start', async () => {
    const { server } = await startKind(kind, () => {});
    await expect(server.start(toApplication(() => {}))).rejects.toThrow('Server has already started.');
  });

  test('it fails on a taken address', async () => {
    const { address } = await startKind(kind, () => {});
    const second = await factory(serverOptions(address));
    await expect(second.start(toApplication(() => {}))).rejects.toThrow('address already in use');
  });

  test('it binds none when one of its addresses is taken', async () => {
    const { server: first, address } = await startKind(kind, () => {});
    await first.stop(0);
    const free = onOwnLoopback(address);
    const { address: taken } = await startKind(kind, () => {});
    const asked = serverOptions(free, taken);
    const server = await factory(asked);
    await expect(server.start(toApplication(() => {}))).rejects.toThrow('address already in use');
    expect(server.features.get(ServerAddressesFeature)?.addresses).toEqual([free, taken]);
    const refusal: unknown = await client.connect(free).catch((error: unknown) => error);
    expect(client.refusals).toContain((refusal as NodeJS.ErrnoException).code);
  });
}

/** The same on a loopback address of its own, where the system has more than one: a test beside this one may take the port on the usual one. */
function onOwnLoopback(address: string): string {
  if (process.platform !== 'linux') return address;
  const octet = (): number => 2 + Math.floor(Math.random() * 250);
  return address.replace('127.0.0.1', `127.${octet()}.${octet()}.${octet()}`);
}
