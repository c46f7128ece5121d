import { describe, expect, test } from 'vitest';
import { IisEnvironmentFeature } from '../../../../src/hosting/application/iis-environment-feature.ts';
import { ServerVariablesFeature } from '../../../../src/hosting/http/server-variables-feature.ts';
import type { HttpContext } from '../../../../src/hosting/http/http-context.ts';
import { KestrelServer } from '../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { inProcessFeatures, inProcessServer } from '../../../../src/hosting/servers/module/in-process-server.ts';
import { serverOptions, startServer, toApplication } from '../../../support/start-server.ts';

const SETTINGS = { role: 'worker', applicationPath: '/shop', physicalPath: '/srv/shop' } as const;

async function serve(app: (context: HttpContext) => unknown, applicationPath = '/shop'): Promise<string> {
  const settings = { ...SETTINGS, applicationPath };
  const server = inProcessServer(new KestrelServer({ ...serverOptions(), supplyFeature: inProcessFeatures(settings) }), settings);
  return startServer(server, toApplication((context) => context.response.text(JSON.stringify(app(context) ?? null))));
}

const get = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  return { status: response.status, text: await response.text() };
};

describe('an app in-process', () => {
  test('has its path base, and nothing of what lies outside', async () => {
    const url = await serve(({ request }) => [request.pathBase, request.path]);
    expect(JSON.parse((await get(`${url}/shop/cart`)).text)).toEqual(['/shop', '/cart']);
    expect(JSON.parse((await get(`${url}/SHOP`)).text)).toEqual(['/SHOP', '/']);
    expect((await get(`${url}/shopping`)).status).toBe(404);
  });

  test('has no request with control characters in its path', async () => {
    const url = await serve(() => 'seen', '/');
    expect((await get(`${url}/a%00b`)).status).toBe(400);
    expect((await get(`${url}/a%20b?c=%00`)).text).toBe('"seen"');
  });

  test('has the server variables, each request its own', async () => {
    const url = await serve(({ features }) => {
      const variables = features.get(ServerVariablesFeature);
      const before = variables?.get('MARK');
      variables?.set('mark', 'set');
      return [before, features.get(ServerVariablesFeature)?.get('MARK'), variables?.get('QUERY_STRING'), variables?.get('HTTP_USER_AGENT'), variables?.get('PATH_TRANSLATED'), variables?.get('toString')];
    });
    for (let request = 0; request < 2; request++) {
      expect(JSON.parse((await get(`${url}/shop/cart?a=b`, { 'User-Agent': 'test' })).text)).toEqual([null, 'set', 'a=b', 'test', '/srv/shop/cart', null]);
    }
  });

  test('knows its place in the site', () => {
    const server = inProcessServer(new KestrelServer(serverOptions()), SETTINGS);
    expect(server.features.get(IisEnvironmentFeature)).toMatchObject({ applicationVirtualPath: '/shop', applicationPhysicalPath: '/srv/shop', applicationId: '/LM/W3SVC/1/ROOT/shop', siteId: 1 });
  });
});
