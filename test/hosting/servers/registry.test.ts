import { describe, expect, test } from 'vitest';
import type { ServerFactory } from '../../../src/hosting/application/server.ts';
import { createServer } from '../../../src/hosting/servers/registry.ts';
import { serverOptions, startServer, toApplication } from '../../support/start-server.ts';
import { tempProject } from '../../support/temp-project.ts';
import { lineClient } from '../../support/contract-client/line-client.ts';
import { http1Client } from '../../support/contract-client/http1-client.ts';
import { overTcp } from '../../support/contract-client/transports.ts';
import { describeServerContract } from './server-contract.ts';
import { fileURLToPath } from 'node:url';

const fixtures = fileURLToPath(new URL('../../fixtures/servers', import.meta.url));
const choose = (name: string, directory: string) => createServer({ name, from: '--server', directory }, serverOptions());

const custom = (name: string): ServerFactory => (options) => createServer({ name, from: '--server', directory: fixtures }, options);

describeServerContract('a custom server', custom('./plain-server.mjs'), http1Client(overTcp), { countsRequests: false });
describeServerContract('a custom server without HTTP', custom('./line-server.mjs'), lineClient);

test.each(['kestrel', 'Kestrel'])('%s is the built-in server', async (name) => {
  const url = await startServer(await choose(name, '/'), toApplication(({ response }) => response.text('hi')));
  expect(await (await fetch(url)).text()).toBe('hi');
});

describe('a choice that is no server is refused', () => {
  test.each([
    ['kestrl', 'MEWS4001', `'kestrel'`],
    ['./missing.js', 'MEWS4001', './missing.js'],
    ['httpsys', 'MEWS4002', 'httpsys'],
    ['./nothing.mjs', 'MEWS4003', 'no default export'],
    ['./number.mjs', 'MEWS4003', 'a number'],
    ['./empty.mjs', 'MEWS4003', 'does not return'],
    ['./broken.mjs', 'MEWS4009', 'broken inside'],
  ])('%s', async (name, code, said) => {
    const project = await tempProject({
      'nothing.mjs': 'export const a = 1',
      'number.mjs': 'export default 1',
      'empty.mjs': 'export default () => ({})',
      'broken.mjs': `throw new Error('broken inside')`,
    });
    const error: unknown = await choose(name, project.root).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect(JSON.stringify(error)).toContain(said);
  });

  test('a package is found from the project', async () => {
    const project = await tempProject({
      'node_modules/my-server/package.json': { name: 'my-server', type: 'module', main: 'index.js' },
      'node_modules/my-server/index.js': 'export default (options) => ({ features: options, start() {}, stop() {} })',
    });
    expect(await choose('my-server', project.root)).toHaveProperty('features.addresses', ['http://127.0.0.1:0']);
  });
});
