import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { beforeEach, expect, it } from 'vitest';
import type { DevCertificate } from '../../../src/foundation/certificates/dev-certificate-store.ts';
import { ensureDevCertificate } from '../../../src/foundation/certificates/ensure-dev-certificate.ts';
import { type CertificateExport, exportDevCertificate } from '../../../src/foundation/certificates/export-dev-certificate.ts';
import { hasProgram } from '../../support/has-program.ts';
import { type TempProject, tempProject } from '../../support/temp-project.ts';

let folder: TempProject;
let certificate: DevCertificate;

beforeEach(async () => {
  folder = await tempProject({ 'out/kept.txt': '' });
  ({ certificate } = await ensureDevCertificate({ HOME: folder.root }));
});

function wanted(name: string, options: Partial<CertificateExport> = {}): CertificateExport {
  return { path: folder.path('out', name), format: 'pfx', password: undefined, noPassword: false, ...options };
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

it.each(['secret', 'pässwörd ☃ 😀', 'x'.repeat(200), ''])('writes a PFX that Node opens with the password %j and no other', async (password) => {
  const [file] = await exportDevCertificate(certificate, wanted('a.pfx', { password }));
  const pfx = readFileSync(file?.path ?? '');
  createSecureContext({ pfx, passphrase: password });
  expect(() => createSecureContext({ pfx, passphrase: `${password}!` })).toThrow(/mac verify failure/i);
  expect(modeOf(file?.path ?? '')).toBe('600');
});

it('writes a PFX with the empty password when none is given', async () => {
  const [file] = await exportDevCertificate(certificate, wanted('a.pfx'));
  createSecureContext({ pfx: readFileSync(file?.path ?? '') });
  expect(file?.holds).toContain('the password is empty');
});

it.skipIf(!hasProgram('openssl'))('writes a PFX that OpenSSL reads: AES-256 for the key, SHA-256 for the checksum, the certificate and key of the store', async () => {
  const [file] = await exportDevCertificate(certificate, wanted('a.pfx', { password: 'secret' }));
  const { stdout, stderr } = spawnSync('openssl', ['pkcs12', '-in', file?.path ?? '', '-passin', 'pass:secret', '-nodes', '-info'], { encoding: 'utf8' });
  expect(stderr).toContain('MAC: sha256, Iteration 10000');
  expect(stderr).toContain('PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256');
  const read = new X509Certificate(stdout.slice(stdout.indexOf('-----BEGIN CERTIFICATE')));
  expect(read.toString()).toBe(certificate.pem);
  expect(read.checkPrivateKey(createPrivateKey(stdout.slice(stdout.indexOf('-----BEGIN PRIVATE KEY'))))).toBe(true);
});

it('writes a PEM certificate alone when nobody has said how to protect the key', async () => {
  const files = await exportDevCertificate(certificate, wanted('a.pem', { format: 'pem' }));
  expect(files.map(({ path }) => path)).toEqual([folder.path('out', 'a.pem')]);
  expect(readFileSync(folder.path('out', 'a.pem'), 'utf8')).toBe(certificate.pem);
  expect(modeOf(folder.path('out', 'a.pem'))).toBe('644');
  expect(readdirSync(folder.path('out'))).toEqual(['a.pem', 'kept.txt']);
});

it('writes the key beside a PEM certificate, encrypted with the password', async () => {
  await exportDevCertificate(certificate, wanted('my.app.pem', { format: 'pem', password: 'secret' }));
  const key = readFileSync(folder.path('out', 'my.app.key'), 'utf8');
  expect(key).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
  expect(new X509Certificate(certificate.pem).checkPrivateKey(createPrivateKey({ key, passphrase: 'secret' }))).toBe(true);
  expect(() => createPrivateKey({ key, passphrase: 'wrong' })).toThrow();
  expect(modeOf(folder.path('out', 'my.app.key'))).toBe('600');
});

it('writes the key as it is when that was asked for; a name without an extension gets one', async () => {
  await exportDevCertificate(certificate, wanted('localhost', { format: 'pem', noPassword: true }));
  createSecureContext({ cert: readFileSync(folder.path('out', 'localhost')), key: readFileSync(folder.path('out', 'localhost.key')) });
  expect(modeOf(folder.path('out', 'localhost.key'))).toBe('600');
});

it('replaces what was there, with its own rights, and does not write through a link', async () => {
  writeFileSync(folder.path('out', 'a.key'), 'old', { mode: 0o666 });
  symlinkSync(folder.path('out', 'kept.txt'), folder.path('out', 'a.pem'));
  await exportDevCertificate(certificate, wanted('a.pem', { format: 'pem', noPassword: true }));
  expect(modeOf(folder.path('out', 'a.key'))).toBe('600');
  expect(readFileSync(folder.path('out', 'a.pem'), 'utf8')).toBe(certificate.pem);
  expect(readFileSync(folder.path('out', 'kept.txt'), 'utf8')).toBe('');
});

it('asks for a folder that is there, and makes none', async () => {
  const export_ = exportDevCertificate(certificate, { ...wanted('a.pfx'), path: folder.path('nowhere', 'a.pfx') });
  await expect(export_).rejects.toMatchObject({ code: 'MEWS3304', message: expect.stringContaining(folder.path('nowhere')) as string });
  expect(readdirSync(folder.root)).toEqual(['.mews', 'out']);
});

it('leaves nothing behind when it cannot be written', async () => {
  mkdirSync(folder.path('out', 'a.pfx', 'folder'), { recursive: true });
  await expect(exportDevCertificate(certificate, wanted('a.pfx'))).rejects.toMatchObject({ code: 'MEWS3303', message: expect.stringContaining(folder.path('out', 'a.pfx')) as string });
  expect(readdirSync(folder.path('out'))).toEqual(['a.pfx', 'kept.txt']);
});
