import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DevCertificate } from '../../../../src/foundation/certificates/dev-certificate-store.ts';
import { ensureDevCertificate } from '../../../../src/foundation/certificates/ensure-dev-certificate.ts';
import { makeDevCertificate } from '../../../../src/foundation/certificates/make-dev-certificate.ts';
import { nssStore } from '../../../../src/foundation/certificates/trust-stores/nss-store.ts';
import { runSteps } from '../../../../src/foundation/certificates/trust-stores/run-steps.ts';
import type { TrustStep, TrustStore } from '../../../../src/foundation/certificates/trust-stores/trust-store.ts';
import { hasProgram } from '../../../support/has-program.ts';
import { tempProject } from '../../../support/temp-project.ts';

const access = { env: process.env, isRoot: false, canSudo: false, signal: new AbortController().signal, report: () => undefined };

interface Fixture {
  readonly store: TrustStore;
  readonly folder: string;
  readonly home: string;
  readonly certificate: DevCertificate;
}

async function database(hasCertutil = true): Promise<Fixture> {
  const { root } = await tempProject();
  const folder = join(root, '.pki', 'nssdb');
  const { certificate } = await ensureDevCertificate({ HOME: root });
  return { store: nssStore({ name: 'Chromium', folder }, { env: process.env, hasCertutil }), folder, home: root, certificate };
}

function nicknames(folder: string): string[] {
  return execFileSync('certutil', ['-L', '-d', `sql:${folder}`], { encoding: 'utf8' }).split('\n').map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line.endsWith(',,'));
}

function words(steps: readonly TrustStep[]): string[] {
  return steps.map(({ command }) => command.slice(0, 2).join(' '));
}

describe.skipIf(!hasProgram('certutil'))('an NSS database', () => {
  it('is made when there is none, and trusts the certificate then', async () => {
    const { store, folder, certificate } = await database();
    expect(await store.check(certificate)).toEqual({ trusted: false, why: 'there is no database yet' });
    const steps = await store.stepsToTrust(certificate);
    expect(words(steps)).toEqual(['mkdir -p', 'certutil -N', 'certutil -A']);
    expect(await runSteps(steps, access)).toBeUndefined();
    expect(await store.check(certificate)).toEqual({ trusted: true });
    expect(nicknames(folder)).toEqual([`mews localhost ${certificate.thumbprint.slice(0, 16)} CP,,`]);
  });

  it('keeps what is not ours, and of ours the newest only', async () => {
    const { store, folder, home, certificate } = await database();
    await runSteps(await store.stepsToTrust(certificate), access);
    const foreign = join(home, 'foreign.pem');
    writeFileSync(foreign, (await makeDevCertificate()).certificate);
    execFileSync('certutil', ['-A', '-d', `sql:${folder}`, '-n', 'localhost of somebody else', '-t', 'C,,', '-i', foreign]);

    const year = 366 * 86_400_000;
    const { certificate: renewed } = await ensureDevCertificate({ HOME: home }, Date.now() + year);
    expect(await store.check(renewed)).toEqual({ trusted: false, why: 'the certificate is not there' });
    const steps = await store.stepsToTrust(renewed);
    expect(words(steps)).toEqual(['certutil -D', 'certutil -A']);
    expect(await runSteps(steps, access)).toBeUndefined();
    expect(nicknames(folder).sort()).toEqual(['localhost of somebody else C,,', `mews localhost ${renewed.thumbprint.slice(0, 16)} CP,,`]);

    expect(await runSteps(await store.stepsToForget(undefined), access)).toBeUndefined();
    expect(nicknames(folder)).toEqual(['localhost of somebody else C,,']);
    expect(await store.stepsToForget(undefined)).toEqual([]);
  });

  it('says so when the trust that was there was taken away', async () => {
    const { store, folder, certificate } = await database();
    await runSteps(await store.stepsToTrust(certificate), access);
    execFileSync('certutil', ['-M', '-d', `sql:${folder}`, '-n', `mews localhost ${certificate.thumbprint.slice(0, 16)}`, '-t', ',,']);
    expect(await store.check(certificate)).toMatchObject({ trusted: false, why: expect.stringContaining('invalid') as string });
  });

  it('tells what certutil says when the database is damaged', async () => {
    const { store, folder, certificate } = await database();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'cert9.db'), 'this is no database');
    expect(await store.check(certificate)).toMatchObject({ trusted: false });
    expect(await runSteps(await store.stepsToTrust(certificate), access)).toMatch(/^'certutil -A .*' failed: .*SEC_ERROR/);
  });
});

it('says which package has certutil when it is missing, and plans nothing', async () => {
  const { store, certificate } = await database(false);
  expect(await store.check(certificate)).toMatchObject({ trusted: false, why: expect.stringContaining('apt install libnss3-tools') as string });
  expect(await store.stepsToTrust(certificate)).toEqual([]);
  expect(await store.stepsToForget(certificate)).toEqual([]);
});
