import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as mews from '../src/index.ts';
import { ApplicationBuilder } from '../src/hosting/application/application-builder.ts';
import { KestrelOptions } from '../src/hosting/application/kestrel-options.ts';
import { DEFAULT_LIMITS } from '../src/hosting/servers/kestrel/kestrel-limits.ts';
import { askHttps } from './support/https-client.ts';
import { anyPort, example, examples, readme, writeCertificates } from './support/readme.ts';
import { repository, startListening, type RunningMews } from './support/run-mews.ts';
import { tempProject, type TempProject } from './support/temp-project.ts';

async function project(files: Record<string, string | object>): Promise<TempProject> {
  const made = await tempProject({ 'package.json': { name: 'example', type: 'module' }, ...files });
  await writeCertificates(made);
  return made;
}

/** All addresses of a mews that listens. */
async function addressesOf(running: RunningMews): Promise<string[]> {
  await running.said(/Application started/);
  return [...running.stderr().matchAll(/Now listening on: (\S+)/g)].map(([, url = '']) => url);
}

const get = async (url: string, options?: RequestInit) => {
  const response = await fetch(url, options);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('the TypeScript of the README', () => {
  it('is right by the types of mews, as the template checks them', async () => {
    const files = Object.fromEntries(examples('ts').map((text, at) => [`src/example-${at}.ts`, text]));
    const paths = { mews: [join(repository, 'src/index.ts')] };
    const { root } = await project({
      ...files,
      'tsconfig.json': { extends: join(repository, 'templates/web/tsconfig.json'), compilerOptions: { paths, allowImportingTsExtensions: true, typeRoots: [join(repository, 'node_modules/@types')] }, include: ['src'] },
    });
    const { stdout } = spawnSync(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', root], { cwd: root, encoding: 'utf8' });
    expect(Object.keys(files)).toHaveLength(4);
    expect(stdout).toBe('');
  });

  it('answers as it says: the first app', async () => {
    const { root } = await project({ 'src/main.ts': example('ts', '/users/:id') });
    const { url } = await startListening(['--urls', 'http://127.0.0.1:0'], { cwd: root });
    const hello = await get(url);
    expect([hello.text, hello.headers.get('x-served-by')]).toEqual(['Hello World!', 'mews']);
    expect((await get(`${url}/users/7`)).text).toBe('{"id":"7"}');
    expect((await get(`${url}/echo`, { method: 'POST', body: 'heard' })).text).toBe('heard');
  });

  it('answers as it says: the app with files, WebSockets, bodies, trailers and a hosted service', async () => {
    const { root } = await project({ 'src/main.ts': example('ts', 'useWebSockets'), 'wwwroot/index.html': '<p>home' });
    const running = await startListening(['--urls', 'http://127.0.0.1:0'], { cwd: root });
    const { url } = running;
    await running.printed(/the queue is open\n\[ 'http:\/\/127\.0\.0\.1:\d+' \]/);
    const home = await get(url);
    expect([home.text, home.headers.get('cache-control')]).toEqual(['<p>home', 'public, max-age=600']);
    expect((await get(`${url}/upload`, { method: 'POST', body: 'x'.repeat(30_000_001) })).text).toBe('{"size":30000001}');
    const report = await get(`${url}/report`);
    expect([report.text, report.headers.get('cache-control')]).toEqual(['line 1\nline 2\nline 3\n', 'no-store']);
    await running.printed(/the report is sent/);
    const [raw] = (await once(request(`${url}/report`).end(), 'response')) as [IncomingMessage];
    await once(raw.resume(), 'end');
    expect(raw.trailers).toEqual({ 'x-lines': '3' });

    const socket = new WebSocket(`${url}/chat`.replace('http', 'ws'), { origin: 'https://shop.dev.localhost:7043' });
    await once(socket, 'open');
    socket.send('hello');
    expect(String((await once(socket, 'message'))[0])).toBe('hello');
    socket.close();
    await once(socket, 'close');
    running.signal('SIGINT');
    expect((await running.exited).stdout).toMatch(/the queue is closed\n$/);
  });

  it('listens as it says: the endpoints in code', async () => {
    const { root } = await project({ 'src/main.ts': anyPort(example('ts', 'configureKestrel')) });
    const [http = '', https = ''] = await addressesOf(await startListening([], { cwd: root }));
    const plain = await get(http);
    expect([plain.text, plain.headers.get('server')]).toEqual(['http, HTTP/1.1', null]);
    expect((await get(http, { method: 'POST', body: 'x' })).status).toBe(405);
    expect(await askHttps(https, { servername: 'shop.example.com' })).toMatchObject({ commonName: 'example', text: 'https, HTTP/1.1' });
    expect(await applicationProtocol(https, 'shop.example.com')).toBe('h2');
    expect(await applicationProtocol(https, 'elsewhere.test')).toBe('http/1.1');
  });

  it('serves as it says: the server of one\'s own', async () => {
    const { root } = await project({ 'plain-server.ts': example('ts', 'plainServer'), 'src/main.js': `export default (request, response) => response.end('by ' + request.httpVersion);` });
    const running = await startListening(['--server', './plain-server.ts', '--urls', 'http://127.0.0.1:0'], { cwd: root });
    expect(await get(running.url)).toMatchObject({ status: 200, text: 'by 1.1' });
    running.signal('SIGINT');
    expect(await running.exited).toMatchObject({ code: 0 });
  });
});

describe('the settings of the README', () => {
  const start = async (settings: string, ...more: string[]): Promise<string[]> => {
    const { root } = await project({ 'appsettings.json': settings, 'main.js': `export default { fetch: async (request) => new Response(String((await request.text()).length)) };` });
    return addressesOf(await startListening(['-e', 'Kestrel__Endpoints__Https__Certificate__Password=secret', ...more], { cwd: root }));
  };

  it('are endpoints, server names, hosts and limits', async () => {
    const [http = '', https = ''] = await start(anyPort(example('json', '"AllowedHosts"')));
    expect((await get(http)).status).toBe(200);
    expect((await get(http.replace('localhost', '127.0.0.1'))).status).toBe(400);
    expect((await get(http, { method: 'POST', body: 'x'.repeat(1_048_576) })).text).toBe('1048576');
    expect((await get(http, { method: 'POST', body: 'x'.repeat(1_048_577) })).status).toBe(413);
    const headers = { host: 'example.com' };
    expect(await askHttps(https, { servername: 'shop.example.com', headers })).toMatchObject({ commonName: 'example', text: '0' });
    expect(await askHttps(https, { servername: 'elsewhere.test', headers })).toMatchObject({ commonName: 'site' });
    expect(await applicationProtocol(https, 'shop.example.com')).toBe('h2');
    expect(await applicationProtocol(https, 'elsewhere.test')).toBe('http/1.1');
  });

  it('give way to variables', async () => {
    const [http] = await start(anyPort(example('json', '"AllowedHosts"')), '-e', 'Kestrel__Endpoints__Http__Url=http://127.0.0.1:0');
    expect(http).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });
});

/** What a client that speaks both is offered. */
async function applicationProtocol(url: string, servername: string): Promise<TLSSocket['alpnProtocol']> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), servername, rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] });
  await once(socket, 'secureConnect');
  socket.destroy();
  return socket.alpnProtocol;
}

describe('the README names', () => {
  it('every feature key that mews exports, and no other', () => {
    const named = new Set([...readme.matchAll(/`(\w+Feature)`/g)].map(([, name]) => name));
    expect([...named].sort()).toEqual(Object.keys(mews).filter((name) => name.endsWith('Feature')).sort());
  });

  it('every step of the pipeline', () => {
    const table = section('| the pipeline |');
    const steps = Object.getOwnPropertyNames(ApplicationBuilder.prototype).filter((name) => /^(?:use|map|fallback)/.test(name));
    for (const name of steps) expect(table).toMatch(new RegExp(`\`${name}[(\`]`));
    for (const [, name] of table.matchAll(/`((?:use|map)\w*)[(`]/g)) expect(steps).toContain(name);
  });

  it('every way to listen', () => {
    for (const name of Object.getOwnPropertyNames(KestrelOptions.prototype).filter((name) => /^(?:listen|use)/.test(name))) expect(readme).toMatch(new RegExp(`\\b${name}\\(`));
  });

  it('every limit with its default', () => {
    const rows = section('| limit |').split('\n').filter((row) => row.includes('`'));
    const named = rows.flatMap((row) => [...row.matchAll(/`(m\w+|\w+(?:Timeout|Size|Delay))`/g)].map(([, name]) => name));
    const { http2, ...limits } = DEFAULT_LIMITS;
    expect([...named].sort()).toEqual([...Object.keys(limits), ...Object.keys(http2)].sort());
    for (const [name, value] of Object.entries({ ...limits, ...http2 })) {
      const row = rows.find((text) => text.includes(`\`${name}\``));
      expect(row).toContain(shown(name, value));
    }
  });
});

/** A table of the README, from its first words to the empty line behind it. */
function section(beginning: string): string {
  const from = readme.indexOf(beginning);
  return from < 0 ? expect.fail(beginning) : readme.slice(from, readme.indexOf('\n\n', from));
}

function shown(name: string, value: unknown): string {
  if (value === null) return name === 'keepAlivePingDelay' ? 'off' : 'none';
  if (typeof value === 'object') return '240 B/s after 5 s';
  return name.endsWith('Timeout') ? `${Number(value) / 1000} s` : Number(value).toLocaleString('en');
}
