import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { devCertificateFiles } from '../../src/foundation/certificates/dev-certificate-folder.ts';
import { findDevCertificate } from '../../src/foundation/certificates/dev-certificate-store.ts';
import { ensureDevCertificate } from '../../src/foundation/certificates/ensure-dev-certificate.ts';
import { hasProgram } from '../support/has-program.ts';
import { type MewsExit, runMews } from '../support/run-mews.ts';
import { program } from '../support/run-program.ts';
import { type TempProject, tempProject } from '../support/temp-project.ts';

interface User {
  readonly home: TempProject;
  readonly env: Record<string, string | undefined>;
  /** `mews dev-certs https …` as this user. The machine's own list of certificates is nobody's to change in a test. */
  readonly devCerts: (...args: string[]) => Promise<MewsExit>;
}

async function newUser(stores = 'nss,node'): Promise<User> {
  const home = await tempProject();
  const env = { HOME: home.root, XDG_DATA_HOME: undefined, NODE_EXTRA_CA_CERTS: undefined, MEWS_DEV_CERTS_TRUST_STORES: stores };
  return { home, env, devCerts: (...args) => runMews(['dev-certs', 'https', ...args], { cwd: home.root, env }) };
}

describe('mews dev-certs https', () => {
  it('makes a certificate, keeps it, finds it and removes it, with the exit codes of dotnet', async () => {
    const { home, env, devCerts } = await newUser();
    const { certificatePath, keyPath } = devCertificateFiles(env);
    expect(await devCerts('--check')).toMatchObject({ code: 6, stderr: expect.stringContaining('No valid certificate found: there is none') as string });
    expect(existsSync(home.path('.mews'))).toBe(false);

    expect(await devCerts()).toMatchObject({ code: 0, stderr: expect.stringMatching(/^The HTTPS developer certificate was generated successfully: .*localhost\.pem, valid to \d{4}-\d\d-\d\d\n$/) as string });
    const made = readFileSync(certificatePath, 'utf8');
    expect(statSync(home.path('.mews', 'https')).mode & 0o777).toBe(0o700);
    expect(statSync(keyPath).mode & 0o777).toBe(0o600);

    expect(await devCerts()).toMatchObject({ code: 0, stderr: expect.stringContaining('A valid HTTPS certificate is already present') as string });
    expect(readFileSync(certificatePath, 'utf8')).toBe(made);
    expect(await devCerts('--check')).toMatchObject({ code: 0, stderr: expect.stringContaining('A valid certificate was found') as string });

    const cleaned = await devCerts('--clean');
    expect(cleaned).toMatchObject({ code: 0, stderr: expect.stringContaining(`Removed ${keyPath}\nRemoved ${certificatePath}\nHTTPS development certificates successfully removed`) as string });
    expect(readdirSync(home.path('.mews'))).toEqual([]);
    expect(await devCerts('--clean')).toMatchObject({ code: 0, stderr: 'There was no HTTPS development certificate to remove.\n' });
  });

  it('ends with one valid pair when several make one at once', async () => {
    const { env, devCerts } = await newUser();
    const all = await Promise.all([devCerts(), devCerts(), devCerts()]);
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(all.map(({ stderr }) => stderr.includes('generated')).sort()).toEqual([false, false, true]);
    expect(findDevCertificate(env)).toBeDefined();
    expect(readdirSync(join(devCertificateFiles(env).keyPath, '..')).sort()).toEqual(['localhost.key', 'localhost.pem']);
  });

  it('replaces one that expires soon, and says so', async () => {
    const { env, devCerts } = await newUser();
    await ensureDevCertificate(env, Date.now() - 340 * 86_400_000);
    expect((await devCerts('--check')).code).toBe(0);
    const { code, stderr } = await devCerts();
    expect(code).toBe(0);
    expect(stderr).toMatch(/It takes the place of the one before \(it expires on \d{4}-\d\d-\d\d\); where that one was trusted, run 'mews dev-certs https --trust' again\./);
    expect((await devCerts()).stderr).toContain('already present');
  });

  it('says why there is none, and replaces what is damaged', async () => {
    const { env, devCerts } = await newUser();
    await ensureDevCertificate(env);
    writeFileSync(devCertificateFiles(env).keyPath, 'damaged');
    expect(await devCerts('--check')).toMatchObject({ code: 6, stderr: expect.stringContaining('its files cannot be read') as string });
    expect((await devCerts()).code).toBe(0);
    expect((await devCerts('--check')).code).toBe(0);
  });

  it('exports as PFX and as PEM, by option or by name', async () => {
    const { home, devCerts } = await newUser();
    expect(await devCerts('-ep', 'a.pfx', '-p', 'secret')).toMatchObject({ code: 0, stderr: expect.stringContaining(`Exported to ${home.path('a.pfx')} (certificate and key, PFX, protected by the password)`) as string });
    createSecureContext({ pfx: readFileSync(home.path('a.pfx')), passphrase: 'secret' });
    expect((await devCerts('--export-path', home.path('b.pem'), '-np')).stderr).toContain(home.path('b.key'));
    createSecureContext({ cert: readFileSync(home.path('b.pem')), key: readFileSync(home.path('b.key')) });
    expect((await devCerts('--export-path=c.any', '--format', 'PEM', '--password=secret')).code).toBe(0);
    createSecureContext({ cert: readFileSync(home.path('c.any')), key: readFileSync(home.path('c.key')), passphrase: 'secret' });
    expect((await devCerts('-ep', 'd.crt')).code).toBe(0);
    expect(new X509Certificate(readFileSync(home.path('d.crt'))).checkHost('localhost')).toBe('localhost');
    expect(existsSync(home.path('d.key'))).toBe(false);
    expect((await devCerts('-ep', 'e.pem', '--format', 'pfx', '--password', '')).code).toBe(0);
    createSecureContext({ pfx: readFileSync(home.path('e.pem')) });
    expect(await devCerts('-ep', 'nowhere/a.pfx')).toMatchObject({ code: 3, stderr: expect.stringContaining(`the directory '${home.path('nowhere')}' does not exist`) as string });
    expect(await devCerts('-ep', '.mews')).toMatchObject({ code: 3, stderr: expect.stringContaining('error MEWS3303') as string });
  });

  it('cannot save where a file is in the way', async () => {
    const { home, devCerts } = await newUser();
    home.write('.mews', '');
    expect(await devCerts()).toMatchObject({ code: 2, stderr: expect.stringContaining('error MEWS3302') as string });
  });

  it('says nothing with --quiet but what goes wrong', async () => {
    const { devCerts } = await newUser();
    expect(await devCerts('--check', '--quiet')).toMatchObject({ code: 6, stderr: expect.stringContaining('error MEWS3306') as string });
    expect(await devCerts('--quiet')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});

describe.skipIf(!hasProgram('certutil'))('mews dev-certs https --trust', () => {
  it('says what it will do, does it, shows what came of it; --check and --clean agree', async () => {
    const { home, devCerts } = await newUser();
    await devCerts();
    const untrusted = await devCerts('--check', '--trust');
    expect(untrusted).toMatchObject({ code: 7, stdout: expect.stringMatching(/^not trusted {2}Chromium .*\ntrusted {6}Node /) as string });

    const trusted = await devCerts('--trust');
    expect(trusted.code).toBe(0);
    const nssdb = home.path('.pki', 'nssdb');
    expect(trusted.stderr).toContain(`To trust the certificate, mews runs:\n  mkdir -p -m 0700 ${nssdb}\n  certutil -N -d sql:${nssdb} --empty-password\n  certutil -A -d sql:${nssdb} -n 'mews localhost `);
    expect(trusted.stderr).toContain('The certificate is trusted.');
    expect(trusted.stdout).toBe(`trusted      Chromium  ${nssdb}\ntrusted      Node      NODE_EXTRA_CA_CERTS for the apps that mews starts\n`);
    expect(await devCerts('--check', '--trust')).toMatchObject({ code: 0, stderr: expect.stringContaining('A trusted certificate was found.') as string });
    expect((await devCerts('--trust')).stderr).not.toContain('mews runs');
    expect((await devCerts('--trust', '--verbose')).stderr).not.toContain('$ ');

    const cleaned = await devCerts('--clean', '-v');
    expect(cleaned.code).toBe(0);
    expect(cleaned.stderr).toMatch(/mews runs:\n {2}certutil -D .*\n\$ certutil -D .*\nNo longer trusted: Chromium \(/);
    await devCerts();
    expect((await devCerts('--check', '--trust')).code).toBe(7);
  });

  it('ends with one entry when two do it at once', async () => {
    const { devCerts } = await newUser();
    const both = await Promise.all([devCerts('--trust'), devCerts('--trust')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect((await devCerts('--check', '--trust')).code).toBe(0);
    expect((await devCerts('--clean')).stderr.match(/certutil -D/g)).toHaveLength(1);
  });

  it('reaches every Firefox profile', async () => {
    const { home, devCerts } = await newUser('nss');
    home.write('.mozilla/firefox/one.default/times.json', '{}');
    home.write('.mozilla/firefox/profiles.ini', '[Profile0]\nName=one\nIsRelative=1\nPath=one.default\n');
    const { code, stdout } = await devCerts('--trust');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^trusted {6}Chromium .*\ntrusted {6}Firefox {3}.*one\.default\n$/);
  });

  it('succeeds in part with a warning, and nowhere with exit code 4', async () => {
    const { home, devCerts } = await newUser('nss');
    home.write('.mozilla/firefox/broken/cert9.db', 'no database');
    const partly = await devCerts('--trust', '--quiet');
    expect(partly).toMatchObject({ code: 0, stderr: expect.stringMatching(/^warning: The certificate is trusted in a part of the stores only/) as string });
    expect(partly.stdout).toMatch(/^not trusted {2}Firefox {2}.*broken \('certutil -A .* failed: .*\)\n$/);
    expect((await devCerts('--check', '--trust')).code).toBe(7);
    home.write('.pki/nssdb/cert9.db', 'no database');
    expect(await devCerts('--trust')).toMatchObject({ code: 4, stderr: expect.stringContaining('error MEWS3305') as string });
  });
});

describe('the options of mews dev-certs', () => {
  it.each([
    ['--clean --trust', '--clean and --trust cannot be used together'],
    ['--clean --check', '--check and --clean cannot be used together'],
    ['--clean --export-path a.pfx', '--clean and --export-path cannot be used together'],
    ['--check --export-path a.pfx', '--check and --export-path cannot be used together'],
    ['-c --password x', '--check and --password cannot be used together'],
    ['--check --format pem', '--check and --format cannot be used together'],
    ['--format pem', '--format does nothing without --export-path'],
    ['--password x', '--password does nothing without --export-path'],
    ['-np', '--no-password does nothing without --export-path'],
    ['-ep a.pfx -p x -np', '--password and --no-password cannot be used together'],
    ['-ep a.pfx -np -p x', '--password and --no-password cannot be used together'],
    ['-ep a.pem --password=', `--password '' and --format pem cannot be used together`],
    ['-ep a.key --format pem -np', '--export-path a.key and --format pem cannot be used together'],
    ['-v -q', '--verbose and --quiet cannot be used together'],
    ['--format json', `'json' is not a value of --format`],
    ['--chek', `Unknown option '--chek'`],
    ['-ep', '--export-path has no value'],
    ['more', 'too many arguments'],
  ])('%s is refused before anything is done: %s', async (options, message) => {
    const { home, env } = await newUser();
    const { error, exitCode } = await program(['dev-certs', 'https', ...options.split(' ')], { cwd: home.root, env: { HOME: home.root, MEWS_DEV_CERTS_TRUST_STORES: env['MEWS_DEV_CERTS_TRUST_STORES'] ?? '' } });
    expect(error?.message).toContain(message);
    expect(exitCode).toBe(1);
    expect(readdirSync(home.root)).toEqual([]);
  });

  it('with a kind of trust store that is none, are refused before anything is done', async () => {
    const { home } = await newUser();
    const { error, exitCode } = await program(['dev-certs', 'https', '--trust'], { cwd: home.root, env: { HOME: home.root, MEWS_DEV_CERTS_TRUST_STORES: 'node,nns' } });
    expect(error?.toJSON()).toMatchObject({ message: `'nns' is not a value of MEWS_DEV_CERTS_TRUST_STORES.`, hint: expect.stringContaining(`Did you mean 'nss'`) as string });
    expect(exitCode).toBe(1);
    expect(readdirSync(home.root)).toEqual([]);
  });

  it('knows one kind of certificate, and tells about it when none is named', async () => {
    const { home } = await newUser();
    const context = { cwd: home.root, env: { HOME: home.root } };
    expect((await program(['dev-certs', 'htps'], context)).error?.toJSON()).toMatchObject({ message: `'htps' is no kind of development certificate: there is only 'https'.`, hint: `Run 'mews dev-certs https'.` });
    expect((await program(['dev-certs', 'http'], context)).error?.message).toContain(`there is only 'https'`);
    expect((await program(['dev-certs'], context)).out).toContain('Usage: mews dev-certs https [options]');
    expect((await program(['dev-certs', 'https', '--help'], context)).out).toContain('mews dev-certs https --trust');
    expect((await program(['dev-certs', 'https', '--help'], context)).out).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('starts no app, and speaks of no arguments for one', async () => {
    const { home } = await newUser();
    const { error } = await program(['dev-certs', 'https', '--export'], { cwd: home.root, env: { HOME: home.root } });
    expect(error).toMatchObject({ message: `Unknown option '--export'.`, hint: `Did you mean '--export-path'? Run 'mews dev-certs --help' for the options.` });
    expect((await program(['run', '--nonsense'], { cwd: home.root })).error?.hint).toBe(`Run 'mews run --help' for the options; arguments for the app go after '--'.`);
  });
});
