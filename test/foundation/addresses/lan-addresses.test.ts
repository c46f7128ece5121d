import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { lanAddresses } from '../../../src/foundation/addresses/lan-addresses.ts';

const v4 = (address: string, internal = false): NetworkInterfaceInfo => ({ address, internal, family: 'IPv4', netmask: '', mac: '', cidr: null });
const v6 = (address: string): NetworkInterfaceInfo => ({ address, internal: false, family: 'IPv6', netmask: '', mac: '', cidr: null, scopeid: 0 });
const interfaces = { lo: [v4('127.0.0.1', true)], eth0: [v4('192.168.1.5'), v6('fe80::1')], wlan0: [v4('10.0.0.7')], gone: undefined };

test.each(['http://[::]:5000', 'http://0.0.0.0:5000'])('%s is reached at every outward IPv4 address', (bound) => {
  expect(lanAddresses(bound, interfaces)).toEqual(['http://192.168.1.5:5000', 'http://10.0.0.7:5000']);
});

test.each(['http://localhost:5000', 'http://192.168.1.5:5000', 'http://unix:/tmp/x.sock'])('%s has no other addresses', (bound) => {
  expect(lanAddresses(bound, interfaces)).toEqual([]);
});
