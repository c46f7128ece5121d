import { expect, it } from 'vitest';
import { ensureDevCertificate } from '../../../../src/foundation/certificates/ensure-dev-certificate.ts';
import { makeDevCertificate } from '../../../../src/foundation/certificates/make-dev-certificate.ts';
import { nodeStore } from '../../../../src/foundation/certificates/trust-stores/node-store.ts';
import { tempProject } from '../../../support/temp-project.ts';

const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

it('lets a Node process shake hands with the certificate, as apps of mews will', async () => {
  const { root } = await tempProject();
  const { certificate } = await ensureDevCertificate({ HOME: root });
  expect(await nodeStore(env).check(certificate)).toEqual({ trusted: true });
});

it('says so when somebody else has set NODE_EXTRA_CA_CERTS to a file without it', async () => {
  const { root, path, write } = await tempProject({ 'other.pem': (await makeDevCertificate()).certificate });
  const { certificate } = await ensureDevCertificate({ HOME: root });
  const store = nodeStore({ ...env, NODE_EXTRA_CA_CERTS: path('other.pem') });
  expect(await store.check(certificate)).toMatchObject({ trusted: false, why: expect.stringContaining(`is set to '${path('other.pem')}'`) as string });
  write('other.pem', certificate.pem);
  expect(await store.check(certificate)).toEqual({ trusted: true });
});
