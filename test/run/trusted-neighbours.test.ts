import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { ensureDevCertificate } from '../../src/foundation/certificates/ensure-dev-certificate.ts';
import { startListening } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';

it('lets an app call another one on https://localhost that has the development certificate', async () => {
  const home = await tempProject({ 'app/package.json': { type: 'module' } });
  const env = { HOME: home.root, NODE_EXTRA_CA_CERTS: undefined };
  const { certificate } = await ensureDevCertificate(env);
  const neighbour = createServer({ cert: certificate.pem, key: readFileSync(certificate.keyPath) }, (_request, response) => response.end('hello neighbour')).listen(0, 'localhost');
  await once(neighbour, 'listening');
  onTestFinished(() => void neighbour.close());
  const { port } = neighbour.address() as AddressInfo;
  home.write('app/main.js', `export default { fetch: async () => new Response(await (await fetch('https://localhost:${port}/')).text()) };`);
  const { url } = await startListening(['--project', home.path('app'), '--urls', 'http://localhost:0', '--no-open'], { env });
  expect(await (await fetch(url)).text()).toBe('hello neighbour');
});
