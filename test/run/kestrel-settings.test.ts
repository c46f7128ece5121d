import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeCertificate } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { askHttps } from '../support/https-client.ts';
import { runMews, startListening, startMews } from '../support/run-mews.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

const FETCH = `export default { fetch: (request) => new Response(new URL(request.url).protocol) };`;

function project(files: Record<string, string | object>, source = FETCH): Promise<TempProject> {
  return tempProject({ 'package.json': { name: 'web', type: 'module' }, 'main.js': source, ...files });
}

const kestrel = (section: object): object => ({ Kestrel: section });
const http = (url: string): object => kestrel({ Endpoints: { Http: { Url: url } } });

describe('appsettings.json of a project', () => {
  test('says where the app listens', async () => {
    const { root } = await project({ 'appsettings.json': '// where it listens\n{ "Kestrel": { "Endpoints": { "Http": { "Url": "http://127.0.0.1:0", }, }, }, }' });
    const { url } = await startListening([], { cwd: root });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await textOf(url)).toBe('http:');
  });

  test('gives way to that of the environment, and both to variables', async () => {
    const files = { 'appsettings.json': http('http://127.0.0.1:1'), 'appsettings.Staging.json': http('http://[::1]:0') };
    const { root } = await project(files);
    expect((await startListening([], { cwd: root, env: { ASPNETCORE_ENVIRONMENT: 'Staging' } })).url).toMatch(/^http:\/\/\[::1\]:/);
    expect((await startListening([], { cwd: root, env: { Kestrel__Endpoints__Http__Url: 'http://localhost:0' } })).url).toMatch(/^http:\/\/localhost:/);
  });

  test.each([
    ['a fetch app', FETCH],
    ['a (req, res) function', `export default (request, response) => void response.end('hello');`],
  ])('says which hosts are served, to %s, too', async (_, source) => {
    const { root } = await project({ 'appsettings.json': { AllowedHosts: 'example.com', ...http('http://127.0.0.1:0') } }, source);
    const { url } = await startListening([], { cwd: root });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Invalid Hostname')]);
  });

  test('with a name that means nothing is told of, and the app runs', async () => {
    const { root } = await project({ 'appsettings.json': kestrel({ Endpoints: { Http: { Url: 'http://127.0.0.1:0', Protocolls: 'Http1' } } }) });
    const mews = await startListening([], { cwd: root });
    await mews.said(/warning: 'Protocolls' is not a setting of Kestrel:Endpoints:Http, and is ignored \(.*appsettings\.json:\d+:\d+\)\. Did you mean 'Protocols'/);
  });

  test('is over --urls, which is told', async () => {
    const { root } = await project({ 'appsettings.json': http('http://127.0.0.1:0') });
    const mews = await startListening(['--urls', 'http://localhost:0'], { cwd: root });
    expect(mews.url).toMatch(/^http:\/\/127/);
    await mews.said(/warning: Overriding address\(es\) 'http:\/\/localhost:0'\. Binding to endpoints defined via IConfiguration/);
  });

  test('has the certificate of an https endpoint, and of the addresses asked for', async () => {
    const { cert, key } = await makeCertificate({ names: ['shop.example'] });
    const { root } = await project({ 'certs/c.pem': cert, 'certs/k.pem': key, 'appsettings.json': kestrel({ Certificates: { Default: { Path: 'certs/c.pem', KeyPath: 'certs/k.pem' } } }) });
    const mews = startMews(['run', '--urls', 'https://127.0.0.1:0;http://127.0.0.1:0'], { cwd: root });
    await mews.said(/Application started/);
    const [https = '', http = ''] = [...mews.stderr().matchAll(/Now listening on: (\S+)/g)].map(([, url = '']) => url);
    expect(await askHttps(https)).toMatchObject({ commonName: 'shop.example', text: 'https:' });
    expect(await textOf(http)).toBe('http:');
  });

  test('is followed while the app runs', async () => {
    const { root, path } = await project({ 'appsettings.json': http('http://127.0.0.1:0') });
    const mews = await startListening([], { cwd: root });
    const port = await freePort();
    writeFileSync(path('appsettings.json'), JSON.stringify(kestrel({ Endpoints: { Http: { Url: 'http://127.0.0.1:0' }, More: { Url: `http://127.0.0.1:${port}` } } })));
    await mews.said(/Config changed\. Starting the following endpoints: 'http:\/\/127\.0\.0\.1:\d+'/);
    expect(await textOf(mews.url)).toBe('http:');
  });

  test.each([
    ['is broken', '{\n  "Kestrel": {,\n}', /error MEWS4101: An error was encountered when reading '.*appsettings\.json': .*\n(.*\n)*.*appsettings\.json:2:15/],
    ['lacks an Url', kestrel({ Endpoints: { Web: { Protocols: 'Http1' } } }), /error MEWS4102: The endpoint Web is missing the required 'Url' parameter\.\n(.*\n)*.*appsettings\.json:5:22/],
    ['has a limit that cannot be', kestrel({ Limits: { MaxRequestLineSize: 0 } }), /error MEWS4110: Value must be a positive number\. \(maxRequestLineSize is 0\)/],
  ] as [string, string | object, RegExp][])('that %s ends the start with its place', async (_, settings, message) => {
    const { root } = await project({ 'appsettings.json': settings });
    const { code, stderr } = await runMews(['run'], { cwd: root });
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });

  test('is no business of a program that listens by itself', async () => {
    const { root } = await project({ 'appsettings.json': '{ broken' }, `import { createServer } from 'node:http';\ncreateServer((q, s) => s.end('own')).listen(0, '127.0.0.1');`);
    expect(await textOf((await startListening([], { cwd: root })).url)).toBe('own');
  });
});
