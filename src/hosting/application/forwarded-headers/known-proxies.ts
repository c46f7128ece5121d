import { BlockList, isIP } from 'node:net';
import { mewsError } from '../../../foundation/errors/mews-error.ts';

const NETWORK = /^(?<address>[^/]+)\/(?<prefix>\d{1,3})$/;

/** Proxies whose word about a client is taken. An IPv4 address is the same when it is written as an IPv6 one. */
export class KnownProxies {
  /** True when nothing is listed: then every proxy is believed. */
  readonly isEmpty: boolean;
  readonly #list = new BlockList();

  /** Error: badOption. */
  constructor(proxies: readonly string[], networks: readonly string[]) {
    this.isEmpty = proxies.length === 0 && networks.length === 0;
    for (const proxy of proxies) this.#list.addAddress(proxy, familyOf(proxy, { option: 'knownProxies', value: proxy, expected: 'an IP address' }));
    for (const network of networks) this.#addNetwork(network);
  }

  has(address: string): boolean {
    return this.#list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }

  #addNetwork(network: string): void {
    const wrong = { option: 'knownNetworks', value: network, expected: 'an IP network as 10.0.0.0/8' };
    const { address = '', prefix } = NETWORK.exec(network)?.groups ?? {};
    const family = familyOf(address, wrong);
    if (Number(prefix) > (family === 'ipv4' ? 32 : 128)) throw mewsError('badOption', wrong);
    this.#list.addSubnet(address, Number(prefix), family);
  }
}

function familyOf(address: string, wrong: { readonly option: string; readonly value: string; readonly expected: string }): 'ipv4' | 'ipv6' {
  const family = isIP(address);
  if (family === 0) throw mewsError('badOption', wrong);
  return family === 4 ? 'ipv4' : 'ipv6';
}
