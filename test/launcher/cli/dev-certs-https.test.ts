import { mkdirSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { devCertificateFiles } from '../../../src/foundation/certificates/dev-certificate-folder.ts';
import { ensureDevCertificate } from '../../../src/foundation/certificates/ensure-dev-certificate.ts';
import { makeDevCertificate } from '../../../src/foundation/certificates/make-dev-certificate.ts';
import type { CommandContext } from '../../../src/launcher/cli/command-context.ts';
import { devCertsHttps } from '../../../src/launcher/cli/dev-certs-https.ts';
import { hasProgram } from '../../support/has-program.ts';
import { tempProject } from '../../support/temp-project.ts';

interface Fixture {
  readonly context: CommandContext;
  readonly said: () => string;
}

async function userWithCertificate(graceful = new AbortController().signal): Promise<Fixture> {
  const { root } = await tempProject();
  const env = { PATH: process.env['PATH'], HOME: root, MEWS_DEV_CERTS_TRUST_STORES: 'nss' };
  await ensureDevCertificate(env);
  let said = '';
  const write = (text: string): void => void (said += text);
  const stop = { graceful, now: new AbortController().signal };
  return { context: { version: '1', mewsRoot: root, cwd: root, env, stop, out: write, err: write, isTty: false, exitCode: { value: 0 } }, said: () => said };
}

it.skipIf(!hasProgram('certutil'))('ends with exit code 5 when trusting was cancelled with Ctrl+C', async () => {
  const { context, said } = await userWithCertificate(AbortSignal.abort());
  expect(await devCertsHttps({ trust: true }, context)).toBe(5);
  expect(said()).toMatch(/error MEWS3309: .* was cancelled; .*nssdb\): it was cancelled\./);
});

it('ends with exit code 8 when a file cannot be removed', async () => {
  const { context, said } = await userWithCertificate();
  const { certificatePath } = devCertificateFiles(context.env);
  rmSync(certificatePath);
  mkdirSync(certificatePath);
  expect(await devCertsHttps({ clean: true }, context)).toBe(8);
  expect(said()).toContain('error MEWS3308');
  expect(said()).toContain(certificatePath);
});

it('says so when no certificate can be made', async () => {
  await expect(makeDevCertificate(Number.NaN)).rejects.toMatchObject({ code: 'MEWS3301' });
});
