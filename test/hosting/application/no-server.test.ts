import { expect, test } from 'vitest';
import { noServer } from '../../../src/hosting/application/no-server.ts';
import { ServerAddressesFeature } from '../../../src/hosting/application/server-addresses-feature.ts';
import { WebApplication } from '../../../src/hosting/application/web-application.ts';

test('an app without a server is its hosted services: they start and stop with it, and it listens nowhere', async () => {
  const order: string[] = [];
  const app = WebApplication.create({ server: noServer() });
  app.addHostedService({ start: () => void order.push('start'), stop: () => void order.push('stop') });
  app.lifetime.on('started', () => void order.push('started'));
  await app.start();
  expect(app.serverFeatures.get(ServerAddressesFeature)).toEqual({ addresses: [] });
  await app.stop();
  expect(order).toEqual(['start', 'started', 'stop']);
});
