import { expect, test } from 'vitest';
import { KestrelOptions, type TimeSpan } from '../../../../../src/hosting/application/kestrel-options.ts';
import { nodeListenerApplication } from '../../../../../src/hosting/application/node-listener-application.ts';
import { KestrelServer } from '../../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { serverOptions, startServer } from '../../../../support/start-server.ts';

/** .NET's "infinite", a fraction of a millisecond, and more than a timer of Node takes. */
test.each<TimeSpan>([Infinity, '-00:00:00.0010000', '00:00:30.0005', 1e12])('takes %s for its time-outs', async (time) => {
  const kestrel = new KestrelOptions();
  kestrel.limits = { requestHeadersTimeout: time, keepAliveTimeout: time };
  const server = new KestrelServer({ ...serverOptions(), kestrel });
  const url = await startServer(server, nodeListenerApplication((_request, response) => response.end('served')));
  expect(await (await fetch(url)).text()).toBe('served');
});
