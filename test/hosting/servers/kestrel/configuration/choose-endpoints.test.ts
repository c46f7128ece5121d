import { describe, expect, test } from 'vitest';
import { parseBindingAddress } from '../../../../../src/foundation/addresses/parse-binding-address.ts';
import { chooseEndpoints } from '../../../../../src/hosting/servers/kestrel/configuration/choose-endpoints.ts';
import { endpointChanges } from '../../../../../src/hosting/servers/kestrel/configuration/endpoint-changes.ts';
import { addressEndpoint } from '../../../../../src/hosting/servers/kestrel/endpoints/address-endpoint.ts';
import { BUILT_IN_DEFAULTS, type EndpointSpec } from '../../../../../src/hosting/servers/kestrel/endpoints/endpoint-spec.ts';

const at = (url: string): EndpointSpec => addressEndpoint(parseBindingAddress(url, 'test'), BUILT_IN_DEFAULTS);
const named = (name: string, url: string, more: Partial<EndpointSpec> = {}): EndpointSpec => ({ ...at(url), name, ...more });

describe('the precedence of AddressBinder', () => {
  const listed = [named('Http', 'http://127.0.0.1:1')];
  const addresses = [at('http://localhost:2'), at('https://localhost:3')];

  test('endpoints are over addresses, with a warning', () => {
    expect(chooseEndpoints({ listed, addresses, isDefault: false, preferHostingUrls: false })).toEqual({
      endpoints: listed,
      isListed: true,
      warning: `Overriding address(es) 'http://localhost:2, https://localhost:3'. Binding to endpoints defined via IConfiguration and/or UseKestrel() instead.`,
    });
  });

  test('unless the addresses are preferred', () => {
    expect(chooseEndpoints({ listed, addresses, isDefault: false, preferHostingUrls: true })).toEqual({
      endpoints: addresses,
      isListed: false,
      information: `Overriding endpoints defined via IConfiguration and/or UseKestrel() because PreferHostingUrls is set to true. Binding to address(es) 'http://localhost:2, https://localhost:3' instead.`,
    });
  });

  test('an address that nobody wrote gives way in silence, preferred or not', () => {
    for (const preferHostingUrls of [true, false]) expect(chooseEndpoints({ listed, addresses, isDefault: true, preferHostingUrls })).toEqual({ endpoints: listed, isListed: true });
  });

  test('without endpoints the addresses are bound', () => {
    expect(chooseEndpoints({ listed: [], addresses, isDefault: true, preferHostingUrls: true })).toEqual({ endpoints: addresses, isListed: false });
  });
});

describe('changes of the configuration', () => {
  const a = named('A', 'http://127.0.0.1:1');
  const b = named('B', 'https://127.0.0.1:2');

  test('the same by value is no change, whatever the case of the name', () => {
    expect(endpointChanges([a, b], [named('a', 'http://127.0.0.1:1'), named('B', 'https://127.0.0.1:2')], true)).toMatchObject({ removed: [], added: [] });
    expect(endpointChanges([a, b], [structuredClone(b), structuredClone(a)], true)).toEqual({ removed: [], changed: [], added: [] });
  });

  test('removed, changed and added ones', () => {
    const to = named('B', 'https://127.0.0.1:3');
    const c = named('C', 'http://127.0.0.1:4');
    expect(endpointChanges([a, b], [to, c], true)).toEqual({ removed: [a], changed: [{ from: b, to }], added: [c] });
  });

  test('a setting of a server name is a change', () => {
    const https = b.https ?? expect.fail();
    const from = { ...b, https: { ...https, sni: new Map([['a', https]]) } };
    const to = { ...b, https: { ...https, sni: new Map([['a', { ...https, protocols: 'Http2' as const }]]) } };
    expect(endpointChanges([from], [to], true).changed).toEqual([{ from, to }]);
  });

  test('another default certificate changes those who have none of their own', () => {
    const own = named('Own', 'https://127.0.0.1:5');
    const spec = { ...own, https: { ...(own.https ?? expect.fail()), certificate: { path: '/c.pfx' } } };
    const { changed } = endpointChanges([a, b, spec], [a, b, spec], false);
    expect(changed.map(({ to }) => to.name)).toEqual(['B']);
  });
});
