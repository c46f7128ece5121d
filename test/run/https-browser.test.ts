import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { devCertificateFiles } from '../../src/foundation/certificates/dev-certificate-folder.ts';
import { hasProgram } from '../support/has-program.ts';
import { runMews, startListening } from '../support/run-mews.ts';
import { type TempProject, tempProject } from '../support/temp-project.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const PAGE = '<!doctype html><title>hello</title><p>from the mews';

interface User {
  readonly home: TempProject;
  readonly env: Record<string, string | undefined>;
}

/** A user with a development certificate, which the browsers of that user trust when `--trust` is among the options. */
async function userWithCertificate(...options: string[]): Promise<User> {
  const home = await tempProject();
  const env = { HOME: home.root, XDG_DATA_HOME: undefined, NODE_EXTRA_CA_CERTS: undefined, MEWS_DEV_CERTS_TRUST_STORES: 'nss' };
  const { code, stderr } = await runMews(['dev-certs', 'https', ...options], { env });
  expect(code, stderr).toBe(0);
  return { home, env };
}

/** Serves the page with the certificate of that user. */
async function serve({ env }: User): Promise<number> {
  const { certificatePath, keyPath } = devCertificateFiles(env);
  const server = createSecureServer({ cert: readFileSync(certificatePath), key: readFileSync(keyPath), allowHTTP1: true }, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(PAGE);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

interface Visit {
  readonly title: string;
  readonly protocol: string;
  readonly tls: string;
}

/** What Chromium makes of the page; rejects with its net error where it would show a warning. */
async function visit(url: string, { env }: User): Promise<Visit> {
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS, env: { ...process.env, ...env } as Record<string, string> });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const response = await page.goto(url);
  const protocol = await page.evaluate<string>(`performance.getEntriesByType('navigation')[0].nextHopProtocol`);
  return { title: await page.title(), protocol, tls: (await response?.securityDetails())?.protocol ?? 'none' };
}

describe.skipIf(!hasProgram('certutil') || !hasProgram(CHROMIUM))('Chromium on an https page with the development certificate', () => {
  it.each(['localhost', '127.0.0.1', 'app.dev.localhost'])('opens https://%s without a warning, with h2, when the certificate is trusted', async (host) => {
    const user = await userWithCertificate('--trust');
    const port = await serve(user);
    expect(await visit(`https://${host}:${port}/`, user)).toEqual({ title: 'hello', protocol: 'h2', tls: 'TLS 1.3' });
  });

  it('warns when the certificate is not trusted, and again when it was cleaned away', async () => {
    const user = await userWithCertificate();
    const port = await serve(user);
    await expect(visit(`https://localhost:${port}/`, user)).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID');
    await runMews(['dev-certs', 'https', '--trust'], { env: user.env });
    expect((await visit(`https://localhost:${port}/`, user)).title).toBe('hello');
    await runMews(['dev-certs', 'https', '--clean'], { env: user.env });
    await expect(visit(`https://localhost:${port}/`, user)).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID');
  });

  it('warns at app.localhost: it takes no wildcard right under a top-level name', async () => {
    const user = await userWithCertificate('--trust');
    const port = await serve(user);
    await expect(visit(`https://app.localhost:${port}/`, user)).rejects.toThrow('ERR_CERT_COMMON_NAME_INVALID');
  });

  it('opens an app that mews run serves on https, with h2', async () => {
    const user = await userWithCertificate('--trust');
    user.home.write('app/package.json', { type: 'module' });
    user.home.write('app/main.js', `export default { fetch: () => new Response(${JSON.stringify(PAGE)}, { headers: { 'content-type': 'text/html' } }) };`);
    const { url } = await startListening(['--project', user.home.path('app'), '--urls', 'https://localhost:0', '--no-open'], { env: user.env });
    expect(await visit(url, user)).toEqual({ title: 'hello', protocol: 'h2', tls: 'TLS 1.3' });
  });
});
