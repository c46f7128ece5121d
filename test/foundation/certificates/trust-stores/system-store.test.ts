import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DevCertificate } from '../../../../src/foundation/certificates/dev-certificate-store.ts';
import { ensureDevCertificate } from '../../../../src/foundation/certificates/ensure-dev-certificate.ts';
import { makeDevCertificate } from '../../../../src/foundation/certificates/make-dev-certificate.ts';
import { runSteps } from '../../../../src/foundation/certificates/trust-stores/run-steps.ts';
import { SYSTEM_PLACES, type SystemPlace } from '../../../../src/foundation/certificates/trust-stores/system-places.ts';
import { systemStore } from '../../../../src/foundation/certificates/trust-stores/system-store.ts';
import { commandText } from '../../../../src/foundation/certificates/trust-stores/trust-store.ts';
import { type TempProject, tempProject } from '../../../support/temp-project.ts';

const root = { env: process.env, isRoot: true, canSudo: false, signal: new AbortController().signal, report: () => undefined };

async function userWithCertificate(): Promise<{ folder: TempProject; certificate: DevCertificate }> {
  const shipped = (await makeDevCertificate()).certificate;
  const folder = await tempProject({ 'anchors/README': '', 'certs/README': '', 'shipped/other.crt': shipped, 'hooks/README': '', 'conf': 'other.crt\n' });
  const { certificate } = await ensureDevCertificate({ HOME: folder.root });
  return { folder, certificate };
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `PATH="$PATH:/usr/sbin" command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`${program} is not installed: the tests that need it are skipped.`);
    return false;
  }
}

/** Debian's own program on folders of the test. */
function debianIn(folder: TempProject): SystemPlace {
  const folders = { '--certsconf': 'conf', '--certsdir': 'shipped', '--localcertsdir': 'anchors', '--etccertsdir': 'certs', '--hooksdir': 'hooks' };
  const words = Object.entries(folders).flatMap(([option, name]) => [option, folder.path(name)]);
  return {
    anchors: folder.path('anchors'),
    bundle: folder.path('certs', 'ca-certificates.crt'),
    isP11Kit: false,
    update: ['update-ca-certificates', ...words],
    updateAfterRemoval: ['update-ca-certificates', '--fresh', ...words],
  };
}

describe.skipIf(!isInstalled('update-ca-certificates'))("Debian's list of trusted certificates", () => {
  it('has the certificate after the steps that trust it, and nothing of it after those that forget it', async () => {
    const { folder, certificate } = await userWithCertificate();
    const store = systemStore(debianIn(folder));
    expect(await store.check(certificate)).toEqual({ trusted: false, why: 'the list is not there' });
    expect(await runSteps(await store.stepsToTrust(certificate), root)).toBeUndefined();
    expect(await store.check(certificate)).toEqual({ trusted: true });
    const [anchor = ''] = readdirSync(folder.path('anchors')).filter((file) => file.startsWith('mews-localhost-'));
    expect(readFileSync(folder.path('anchors', anchor), 'utf8')).toBe(certificate.pem);
    expect(statSync(folder.path('anchors', anchor)).mode & 0o777).toBe(0o644);

    expect(await runSteps(await store.stepsToForget(certificate), root)).toBeUndefined();
    expect(await store.check(certificate)).toEqual({ trusted: false, why: 'the certificate is not in the list' });
    expect(readdirSync(folder.path('anchors'))).toEqual(['README']);
    expect(readdirSync(folder.path('certs')).filter((file) => file.includes('mews'))).toEqual([]);
    expect(await store.stepsToForget(certificate)).toEqual([]);
  });

  it('has the renewed certificate in the place of the one before', async () => {
    const { folder, certificate } = await userWithCertificate();
    const store = systemStore(debianIn(folder));
    await runSteps(await store.stepsToTrust(certificate), root);
    const { certificate: renewed } = await ensureDevCertificate({ HOME: folder.root }, Date.now() + 366 * 86_400_000);
    expect((await store.check(renewed)).trusted).toBe(false);
    await runSteps(await store.stepsToTrust(renewed), root);
    expect((await store.check(renewed)).trusted).toBe(true);
    expect((await store.check(certificate)).trusted).toBe(false);
  });
});

it('is read whatever the line breaks are, and other certificates are not taken for ours', async () => {
  const { folder, certificate } = await userWithCertificate();
  const bundle = folder.path('bundle.pem');
  const store = systemStore({ ...SYSTEM_PLACES.debian, bundle });
  const { certificate: other } = await makeDevCertificate();
  writeFileSync(bundle, `# others\n${other}`);
  expect((await store.check(certificate)).trusted).toBe(false);
  writeFileSync(bundle, `# others\r\n${other}\r\n${certificate.pem.replaceAll('\n', '\r\n')}`);
  expect((await store.check(certificate)).trusted).toBe(true);
});

it.each([
  ['fedora', '/etc/pki/ca-trust/source/anchors', 'update-ca-trust extract'],
  ['arch', '/etc/ca-certificates/trust-source/anchors', 'trust extract-compat'],
  ['openSuse', '/etc/pki/trust/anchors', 'update-ca-certificates'],
] as const)('says to the p11-kit of %s to take a certificate that is no CA', async (system, anchors, update) => {
  const { folder, certificate } = await userWithCertificate();
  const steps = await systemStore(SYSTEM_PLACES[system]).stepsToTrust(certificate);
  const source = folder.path('.mews', 'https', 'localhost.p11-kit');
  expect(steps.map(({ asRoot }) => asRoot)).toEqual([true, true]);
  expect(steps.map(({ command }) => commandText(command))).toEqual([expect.stringMatching(new RegExp(`^install -m 0644 ${source} ${anchors}/mews-localhost-[\\w.-]+\\.p11-kit$`)) as string, update]);
  expect(readFileSync(source, 'utf8')).toBe(`[p11-kit-object-v1]\nlabel: "mews development certificate"\ntrusted: true\ncertificate-category: authority\n${certificate.pem}`);
});
