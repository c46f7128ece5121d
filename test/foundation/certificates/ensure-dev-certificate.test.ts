import { chmodSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { devCertificateFiles, devCertificateFolder } from '../../../src/foundation/certificates/dev-certificate-folder.ts';
import { findDevCertificate } from '../../../src/foundation/certificates/dev-certificate-store.ts';
import { ensureDevCertificate } from '../../../src/foundation/certificates/ensure-dev-certificate.ts';
import { makeDevCertificate } from '../../../src/foundation/certificates/make-dev-certificate.ts';
import { removeDevCertificate } from '../../../src/foundation/certificates/remove-dev-certificate.ts';
import { MewsError } from '../../../src/foundation/errors/mews-error.ts';
import { tempProject } from '../../support/temp-project.ts';

const DAY = 86_400_000;

async function newUser(): Promise<{ HOME: string }> {
  const { root } = await tempProject();
  return { HOME: root };
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

it('makes a first certificate, which only its owner can read, and keeps it', async () => {
  const env = await newUser();
  const made = await ensureDevCertificate(env);
  expect(made.outcome).toEqual({ kind: 'made' });
  expect(findDevCertificate(env)).toEqual(made.certificate);
  const { certificatePath, keyPath } = made.certificate;
  expect([dirname(keyPath), keyPath, certificatePath].map(modeOf)).toEqual(['700', '600', '600']);
  expect(readdirSync(dirname(keyPath)).sort()).toEqual(['localhost.key', 'localhost.pem']);
  expect(await ensureDevCertificate(env)).toEqual({ certificate: made.certificate, outcome: { kind: 'kept' } });
});

it('takes from others what they may read by now', async () => {
  const env = await newUser();
  const { certificate } = await ensureDevCertificate(env);
  chmodSync(certificate.keyPath, 0o644);
  chmodSync(dirname(certificate.keyPath), 0o755);
  await ensureDevCertificate(env);
  expect([certificate.keyPath, dirname(certificate.keyPath)].map(modeOf)).toEqual(['600', '700']);
});

it('leaves a folder that the user has chosen as open as it is', async () => {
  const { root } = await tempProject();
  chmodSync(root, 0o755);
  await ensureDevCertificate({ HOME: '/nonexistent', MEWS_DEV_CERTS_DIRECTORY: root });
  expect([root, join(root, 'localhost.key')].map(modeOf)).toEqual(['755', '600']);
});

it('renews it in its last 30 days, and says until when the one before was valid', async () => {
  const env = await newUser();
  const start = Date.UTC(2030, 0, 1);
  const first = await ensureDevCertificate(env, start);
  expect((await ensureDevCertificate(env, start + 334 * DAY)).outcome.kind).toBe('kept');
  const renewed = await ensureDevCertificate(env, start + 335 * DAY);
  expect(renewed.outcome).toEqual({ kind: 'replaced', why: 'it expires on 2031-01-01' });
  expect(renewed.certificate.thumbprint).not.toBe(first.certificate.thumbprint);
  expect(renewed.certificate.validTo).toBe(start + (335 + 365) * DAY);
});

it('replaces what a crash between key and certificate has left, and clears away unfinished files', async () => {
  const env = await newUser();
  const before = await ensureDevCertificate(env);
  const { keyPath } = before.certificate;
  writeFileSync(keyPath, (await makeDevCertificate()).key);
  writeFileSync(join(dirname(keyPath), '.mews-unfinished-localhost.pem-1'), 'half');
  const after = await ensureDevCertificate(env);
  expect(after.outcome).toEqual({ kind: 'replaced', why: 'its key belongs to another certificate' });
  expect(findDevCertificate(env)?.thumbprint).toBe(after.certificate.thumbprint);
  expect(readdirSync(dirname(keyPath)).sort()).toEqual(['localhost.key', 'localhost.pem']);
});

it('makes one certificate for many that ask at once', async () => {
  const env = await newUser();
  const all = await Promise.all(Array.from({ length: 8 }, () => ensureDevCertificate(env)));
  expect(new Set(all.map(({ certificate }) => certificate.thumbprint)).size).toBe(1);
  expect(all.map(({ outcome }) => outcome.kind).sort()).toEqual([...Array.from({ length: 7 }, () => 'kept'), 'made']);
});

it.each([
  ['whose process is gone', '999999999 x', 0],
  ['that is old and says nothing', '', 60_000],
])('passes by a lock %s', async (_kind, content, age) => {
  const env = await newUser();
  const lock = join(devCertificateFolder(env), '.lock');
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, content);
  const made = new Date(Date.now() - age);
  utimesSync(lock, made, made);
  expect((await ensureDevCertificate(env)).outcome.kind).toBe('made');
  expect(readdirSync(dirname(lock)).sort()).toEqual(['localhost.key', 'localhost.pem']);
});

it('says where it could not be saved', async () => {
  const { root, write } = await tempProject();
  write('.mews', 'a file in the way');
  const failure = await ensureDevCertificate({ HOME: root }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MewsError);
  expect(failure).toMatchObject({ code: 'MEWS3302', message: expect.stringContaining(`${root}/.mews/https`) as string });
});

it('removes all of it, and tells what there was', async () => {
  const env = await newUser();
  await ensureDevCertificate(env);
  const { certificatePath, keyPath } = devCertificateFiles(env);
  expect(await removeDevCertificate(env)).toEqual([keyPath, certificatePath]);
  expect(readdirSync(join(env.HOME, '.mews'))).toEqual([]);
  expect(await removeDevCertificate(env)).toEqual([]);
});
