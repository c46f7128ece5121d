import { chmodSync, existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { DevCertificate } from '../../../../src/foundation/certificates/dev-certificate-store.ts';
import { ensureDevCertificate } from '../../../../src/foundation/certificates/ensure-dev-certificate.ts';
import type { StoreAccess } from '../../../../src/foundation/certificates/trust-stores/run-steps.ts';
import { forgetInStores, trustInStores } from '../../../../src/foundation/certificates/trust-stores/trust-in-stores.ts';
import type { Command, TrustStore } from '../../../../src/foundation/certificates/trust-stores/trust-store.ts';
import { type TempProject, tempProject } from '../../../support/temp-project.ts';

/** A store that trusts a certificate once a file is there, which its command makes. */
function fileStore(file: string, { asRoot = false, command = ['touch', file] as Command } = {}): TrustStore {
  return {
    name: 'File',
    place: file,
    isLasting: true,
    check: async () => (existsSync(file) ? { trusted: true } : { trusted: false, why: 'no file' }),
    stepsToTrust: async () => [{ command, asRoot }],
    stepsToForget: async () => (existsSync(file) ? [{ command: ['rm', file], asRoot }] : []),
  };
}

interface Fixture {
  readonly folder: TempProject;
  readonly certificate: DevCertificate;
  readonly said: string[];
  readonly access: StoreAccess;
}

async function fixture(rights: Partial<StoreAccess> = {}): Promise<Fixture> {
  const folder = await tempProject();
  const { certificate } = await ensureDevCertificate({ HOME: folder.root });
  const said: string[] = [];
  const access: StoreAccess = {
    env: process.env,
    isRoot: false,
    canSudo: false,
    signal: new AbortController().signal,
    report: (event) => void ('text' in event && said.push(`${existsSync(folder.path('one')) ? 'after' : 'before'}: ${event.text}`)),
    ...rights,
  };
  return { folder, certificate, said, access };
}

it('says what it runs before it runs it, and looks again afterwards', async () => {
  const { folder, certificate, said, access } = await fixture();
  const one = folder.path('one');
  const [state] = await trustInStores(certificate, [fileStore(one)], access);
  expect(said).toEqual([`before: To trust the certificate, mews runs:\n  touch ${one}`, `before: $ touch ${one}`]);
  expect(state).toMatchObject({ trusted: true, why: '' });
});

it('does nothing where the certificate is trusted already', async () => {
  const { folder, certificate, said, access } = await fixture();
  folder.write('one', '');
  const [state] = await trustInStores(certificate, [fileStore(folder.path('one'), { command: ['false'] })], access);
  expect(state?.trusted).toBe(true);
  expect(said).toEqual([]);
});

it('tells the commands for root instead of running them when there is nobody to ask', async () => {
  const { folder, certificate, said, access } = await fixture();
  const states = await trustInStores(certificate, [fileStore(folder.path('one'), { asRoot: true }), fileStore(folder.path('two'))], access);
  expect(states.map(({ trusted }) => trusted)).toEqual([false, true]);
  expect(states[0]?.why).toBe(`it needs root: sudo touch ${folder.path('one')}`);
  expect(said.join()).not.toContain('sudo');
  expect(existsSync(folder.path('one'))).toBe(false);
});

it('uses sudo on a terminal, and says so before', async () => {
  const { folder, certificate } = await fixture();
  folder.write('bin/sudo', '#!/bin/sh\nexec "$@"\n');
  const said: string[] = [];
  const { access } = await fixture({ canSudo: true, env: { ...process.env, PATH: `${folder.path('bin')}:${process.env['PATH']}` }, report: (event) => void ('text' in event && said.push(event.text)) });
  chmodSync(folder.path('bin', 'sudo'), 0o755);
  const [state] = await trustInStores(certificate, [fileStore(folder.path('one'), { asRoot: true })], access);
  expect(said[0]).toBe(`To trust the certificate, mews runs:\n  sudo touch ${folder.path('one')}`);
  expect(state?.trusted).toBe(true);
});

it('runs the same commands without sudo as root', async () => {
  const { folder, certificate, said, access } = await fixture({ isRoot: true });
  await trustInStores(certificate, [fileStore(folder.path('one'), { asRoot: true })], access);
  expect(said[0]).toContain(`\n  touch ${folder.path('one')}`);
});

it('goes on after a store that fails, and says which command did and why', async () => {
  const { folder, certificate, access } = await fixture();
  const failing = fileStore(folder.path('one'), { command: ['sh', '-c', 'echo no such luck >&2; exit 3'] });
  const missing = fileStore(folder.path('one'), { command: ['no-such-program-here'] });
  const lying = fileStore(folder.path('one'), { command: ['true'] });
  const states = await trustInStores(certificate, [failing, missing, lying, fileStore(folder.path('two'))], access);
  expect(states.map(({ trusted, why }) => [trusted, why])).toEqual([
    [false, "'sh -c 'echo no such luck >&2; exit 3'' failed: no such luck"],
    [false, "'no-such-program-here' failed: spawn no-such-program-here ENOENT"],
    [false, 'no file'],
    [true, ''],
  ]);
});

it('begins no step after Ctrl+C', async () => {
  const { folder, certificate, access } = await fixture({ signal: AbortSignal.abort() });
  const [state] = await trustInStores(certificate, [fileStore(folder.path('one'))], access);
  expect(state).toMatchObject({ trusted: false, why: 'it was cancelled' });
});

it('forgets what it has put there, saying so before and after, and tells what it could not', async () => {
  const { folder, certificate, said, access } = await fixture();
  for (const file of ['one', 'two']) folder.write(file, '');
  const stores = [fileStore(folder.path('one')), fileStore(folder.path('two'), { asRoot: true }), fileStore(folder.path('three'))];
  expect(await forgetInStores(certificate, stores, access)).toEqual([`File (${folder.path('two')}): it needs root: sudo rm ${folder.path('two')}`]);
  const stubborn: TrustStore = { ...fileStore(folder.path('two')), stepsToForget: async () => [{ command: ['true'], asRoot: false }] };
  expect(await forgetInStores(certificate, [stubborn], { ...access, report: () => undefined })).toEqual([`File (${folder.path('two')}): it is trusted there all the same`]);
  expect(said).toEqual([
    `after: To remove the certificate from where it is trusted, mews runs:\n  rm ${folder.path('one')}`,
    `after: $ rm ${folder.path('one')}`,
    `before: No longer trusted: File (${folder.path('one')})`,
  ]);
});
