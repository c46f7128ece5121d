import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { devCertificateFiles } from '../../../src/foundation/certificates/dev-certificate-folder.ts';
import { findDevCertificate, inspectDevCertificate } from '../../../src/foundation/certificates/dev-certificate-store.ts';
import { makeDevCertificate } from '../../../src/foundation/certificates/make-dev-certificate.ts';
import { tempProject } from '../../support/temp-project.ts';

const DAY = 86_400_000;

async function stored(made: { certificate: string; key: string }): Promise<{ env: { HOME: string }; certificatePath: string; keyPath: string }> {
  const { root } = await tempProject();
  const env = { HOME: root };
  const files = devCertificateFiles(env);
  mkdirSync(dirname(files.certificatePath), { recursive: true });
  writeFileSync(files.certificatePath, made.certificate);
  writeFileSync(files.keyPath, made.key);
  return { env, ...files };
}

function whyNone(env: { HOME: string }, now?: number): string {
  const found = inspectDevCertificate(env, now);
  return found.certificate ? 'one' : `none: ${found.why}`;
}

it('finds a pair that a server can use now', async () => {
  const pair = await makeDevCertificate();
  const { env, certificatePath, keyPath } = await stored(pair);
  expect(findDevCertificate(env)).toMatchObject({ certificatePath, keyPath, pem: pair.certificate });
});

it('finds none, and says why, when a file is missing, damaged or of another pair', async () => {
  const [pair, other] = [await makeDevCertificate(), await makeDevCertificate()];
  const { env, certificatePath, keyPath } = await stored(pair);
  const finding = (): string => whyNone(env);
  writeFileSync(keyPath, other.key);
  expect(finding()).toBe('none: its key belongs to another certificate');
  writeFileSync(keyPath, '');
  expect(finding()).toMatch(/^none: its files cannot be read \(/);
  rmSync(keyPath);
  expect(finding()).toBe('none: its key is missing');
  writeFileSync(keyPath, pair.key);
  writeFileSync(certificatePath, pair.certificate.slice(0, 400));
  expect(finding()).toMatch(/^none: its files cannot be read \(/);
  rmSync(certificatePath);
  expect(finding()).toBe('none: there is a key without its certificate');
  rmSync(keyPath);
  expect(finding()).toBe('none: there is none');
});

it('finds it only while it is valid', async () => {
  const now = Date.UTC(2031, 4, 1);
  const { env } = await stored(await makeDevCertificate(now));
  expect(whyNone(env, now - 1000)).toBe('none: it is valid from 2031-05-01 only');
  expect(findDevCertificate(env, now)).toBeDefined();
  expect(findDevCertificate(env, now + 365 * DAY - 1000)).toBeDefined();
  expect(whyNone(env, now + 365 * DAY)).toBe('none: it expired on 2032-04-30');
});

it.skipIf(process.getuid?.() === 0)('finds none where it may not read', async () => {
  const { env, keyPath } = await stored(await makeDevCertificate());
  chmodSync(keyPath, 0o000);
  expect(findDevCertificate(env)).toBeUndefined();
});

it('keeps it in ~/.mews/https, or where MEWS_DEV_CERTS_DIRECTORY says', () => {
  expect(devCertificateFiles({ HOME: '/home/me' })).toEqual({ certificatePath: '/home/me/.mews/https/localhost.pem', keyPath: '/home/me/.mews/https/localhost.key' });
  expect(devCertificateFiles({ HOME: '/home/me', MEWS_DEV_CERTS_DIRECTORY: '/srv/certs' }).keyPath).toBe('/srv/certs/localhost.key');
  expect(devCertificateFiles({ HOME: '/home/me', MEWS_DEV_CERTS_DIRECTORY: 'certs' }).keyPath).toBe('/home/me/certs/localhost.key');
  expect(devCertificateFiles({ HOME: '/home/me', MEWS_DEV_CERTS_DIRECTORY: '' }).keyPath).toBe('/home/me/.mews/https/localhost.key');
});
