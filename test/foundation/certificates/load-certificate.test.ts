import { describe, expect, test } from 'vitest';
import { loadCertificate } from '../../../src/foundation/certificates/load-certificate.ts';
import { makePfx } from '../../../src/foundation/certificates/make-pfx.ts';
import type { CertificateFiles } from '../../../src/foundation/certificates/server-certificate.ts';
import { CLIENT_AUTHENTICATION, encryptKey, makeCertificate, SERVER_AUTHENTICATION, toDer } from '../../support/certificates.ts';
import { failureOf } from '../../support/failure-of.ts';
import { tempProject } from '../../support/temp-project.ts';

const made = await makeCertificate({ names: ['shop.example'] });
const other = await makeCertificate();
const pfx = await makePfx({ certificate: made.cert, key: made.key }, 'secret');

const load = (source: CertificateFiles) => loadCertificate(source, 'the endpoint Https');

describe('is read from', () => {
  test.each([
    ['PEM and its key', { 'c.pem': made.cert, 'k.pem': made.key }, { path: 'c.pem', keyPath: 'k.pem' }],
    ['PEM and its key under a password', { 'c.pem': made.cert, 'k.pem': encryptKey(made.key, 'pw') }, { path: 'c.pem', keyPath: 'k.pem', password: 'pw' }],
    ['PEM with the key in one file', { 'c.pem': made.cert + made.key }, { path: 'c.pem' }],
    ['the key before the certificate', { 'c.pem': made.key + made.cert }, { path: 'c.pem' }],
    ['DER and a key in PEM', { 'c.cer': toDer(made), 'k.pem': made.key }, { path: 'c.cer', keyPath: 'k.pem' }],
    ['PFX', { 'c.pfx': pfx }, { path: 'c.pfx', password: 'secret' }],
    ['a chain', { 'c.pem': made.cert + other.cert, 'k.pem': made.key }, { path: 'c.pem', keyPath: 'k.pem' }],
  ] as [string, Record<string, string | Uint8Array>, CertificateFiles][])('%s', async (_, files, source) => {
    const project = await tempProject(files);
    const found = load(inFolder(source, project.root));
    expect(found.certificate.subject).toBe('CN=shop.example');
    expect(found.warning).toBeUndefined();
    expect(found.files).toEqual(Object.keys(files).map((file) => project.path(file)));
  });

  test('text', () => {
    expect(loadCertificate({ cert: made.cert, key: made.key }, 'x')).toMatchObject({ certificate: { subject: 'CN=shop.example' }, files: [] });
  });
});

function inFolder({ path, keyPath, password }: CertificateFiles, root: string): CertificateFiles {
  return { path: `${root}/${path}`, ...(keyPath && { keyPath: `${root}/${keyPath}` }), ...(password && { password }) };
}

describe('is refused with its file and the reason', () => {
  const usedPem = { 'c.pem': made.cert, 'k.pem': made.key };
  test.each([
    ['a missing file', {}, { path: 'c.pem' }, 'MEWS3201', /'.*c\.pem' of the endpoint Https does not exist/],
    ['a folder', { 'c.pem/x': '' }, { path: 'c.pem' }, 'MEWS3202', /c\.pem.*cannot be read/],
    ['a missing key', { 'c.pem': made.cert }, { path: 'c.pem', keyPath: 'k.pem' }, 'MEWS3205', /provided key file is missing or invalid: '.*k\.pem'/],
    ['a key that is none', { 'c.pem': made.cert, 'k.pem': 'hello' }, { path: 'c.pem', keyPath: 'k.pem' }, 'MEWS3205', /provided key file is missing or invalid/],
    ['a certificate for a key', { 'c.pem': made.cert, 'k.pem': made.cert }, { path: 'c.pem', keyPath: 'k.pem' }, 'MEWS3205', /missing or invalid/],
    ['another’s key', { 'c.pem': made.cert, 'k.pem': other.key }, { path: 'c.pem', keyPath: 'k.pem' }, 'MEWS3206', /'.*k\.pem' does not belong to .*c\.pem/],
    ['no key at all', { 'c.pem': made.cert }, { path: 'c.pem' }, 'MEWS3204', /c\.pem.*no private key/],
    ['a wrong password of a key', { 'c.pem': made.cert, 'k.pem': encryptKey(made.key, 'pw') }, { path: 'c.pem', keyPath: 'k.pem', password: 'no' }, 'MEWS3203', /password for '.*k\.pem'/],
    ['no password of a key', { 'c.pem': made.cert, 'k.pem': encryptKey(made.key, 'pw') }, { path: 'c.pem', keyPath: 'k.pem' }, 'MEWS3203', /password for '.*k\.pem'/],
    ['a wrong password of a PFX', { 'c.pfx': pfx }, { path: 'c.pfx', password: 'no' }, 'MEWS3203', /password for '.*c\.pfx'/],
    ['no password of a PFX', { 'c.pfx': pfx }, { path: 'c.pfx' }, 'MEWS3203', /wrong or missing/],
    ['a file of another kind', { 'c.pfx': 'hello' }, { path: 'c.pfx', password: 'x' }, 'MEWS3204', /neither PEM nor a PFX/],
    ['an empty file', { 'c.pfx': '' }, { path: 'c.pfx', password: 'x' }, 'MEWS3204', /c\.pfx/],
    ['half a PFX', { 'c.pfx': pfx.subarray(0, 300) }, { path: 'c.pfx', password: 'secret' }, 'MEWS3204', /c\.pfx/],
    ['broken PEM', { ...usedPem, 'c.pem': made.cert.replace(/[A-Z]{3}/, '???') }, { path: 'c.pem', keyPath: 'k.pem' }, 'MEWS3204', /cannot be read as a certificate/],
  ] as [string, Record<string, string | Uint8Array>, CertificateFiles, string, RegExp][])('%s', async (_, files, source, code, message) => {
    const project = await tempProject(files);
    const failure = failureOf(() => load(inFolder(source, project.root)));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
  });

  test('a certificate that is not for servers, in Kestrel’s words', async () => {
    const { cert, key } = await makeCertificate({ usages: [CLIENT_AUTHENTICATION] });
    const failure = failureOf(() => loadCertificate({ cert, key }, 'x'));
    expect(failure.message).toMatch(/^Certificate [0-9A-F]{40} cannot be used as an SSL server certificate\. It has an Extended Key Usage extension but the usages do not include Server Authentication \(OID 1\.3\.6\.1\.5\.5\.7\.3\.1\)\./);
  });
});

test.each([[[]], [[SERVER_AUTHENTICATION]], [[CLIENT_AUTHENTICATION, SERVER_AUTHENTICATION]]])('the usages %j are good for a server', async (usages) => {
  const { cert, key } = await makeCertificate({ usages });
  expect(loadCertificate({ cert, key }, 'x').warning).toBeUndefined();
});

test('an expired certificate, and one of the future, are usable with a warning', async () => {
  const expired = await makeCertificate({ from: -20, to: -10 });
  const future = await makeCertificate({ from: 10, to: 20 });
  expect(loadCertificate(expired, 'x').warning).toContain('expired on');
  expect(loadCertificate(future, 'x').warning).toContain('is valid from');
});
