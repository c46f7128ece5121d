import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { askOn, begin, open } from '../support/contract-client/contract-client.ts';
import { lineClient } from '../support/contract-client/line-client.ts';
import { startListening, runMews } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';

/** A server on node:http that names itself in every answer. `typed` is what TypeScript adds to it. */
const serverSource = ({ application = '', options = '', imports = '' } = {}) => `
import { createServer } from 'node:http';
import { FeatureCollection, NodeHttpFeature, ServerAddressesFeature${imports} } from 'mews';

export default ({ addresses }${options}) => {
  const features = new FeatureCollection();
  features.set(ServerAddressesFeature, { addresses });
  const http = createServer();
  return {
    features,
    async start(application${application}) {
      http.on('request', (request, response) => {
        response.setHeader('server', 'nutshell');
        const own = new FeatureCollection();
        own.set(NodeHttpFeature, { request, response });
        const context = application.createContext(own);
        void application.processRequest(context).then(() => application.disposeContext(context));
      });
      const { hostname, port } = new URL(addresses[0] ?? '');
      await new Promise((resolve) => http.listen(Number(port), hostname, () => resolve(undefined)));
      const bound = http.address();
      const boundPort = typeof bound === 'object' && bound !== null ? bound.port : 0;
      features.set(ServerAddressesFeature, { addresses: [\`http://\${hostname}:\${boundPort}\`] });
    },
    async stop() {
      http.close();
      http.closeAllConnections();
    },
  };
};
`;

const JAVASCRIPT = serverSource();
const TYPESCRIPT = serverSource({
  imports: ', type HttpApplication, type ServerOptions',
  options: ': ServerOptions',
  application: ': HttpApplication<unknown>',
});

const APP = `export default (request, response) => response.end('hello');`;
const URLS = ['--urls', 'http://127.0.0.1:0'];

/** A sample server: its module, and what it is made of. */
const sample = (...paths: string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [path, readFileSync(new URL(`../fixtures/servers/${path}`, import.meta.url), 'utf8')]));
const LINE_SERVER = sample('line-server.mjs', ...readdirSync(new URL('../fixtures/servers/line', import.meta.url)).map((name) => `line/${name}`));

const answer = async (url: string) => {
  const response = await fetch(url);
  return { server: response.headers.get('server'), body: await response.text() };
};

/** False once the line server refuses connections. */
const isAccepted = (url: string): Promise<boolean> =>
  lineClient.connect(url).then(
    (connection) => {
      connection.close();
      return true;
    },
    () => false,
  );

describe('a server of the project', () => {
  it.each<[string, string, Record<string, string | object>]>([
    ['in JavaScript, for an app in JavaScript', './nutshell.js', { 'src/main.js': APP, 'nutshell.js': JAVASCRIPT }],
    ['in TypeScript, for an app in JavaScript', './nutshell.ts', { 'src/main.js': APP, 'nutshell.ts': TYPESCRIPT }],
    ['in TypeScript, for an app in TypeScript', 'servers/nutshell.ts', { 'src/main.ts': APP.replace('(request, response)', '(_: unknown, response: any)'), 'servers/nutshell.ts': TYPESCRIPT }],
    ['in a package', 'nutshell', { 'src/main.js': APP, 'node_modules/nutshell/package.json': { name: 'nutshell', type: 'module', exports: './index.js' }, 'node_modules/nutshell/index.js': JAVASCRIPT }],
  ])('serves the app: %s', async (_what, server, files) => {
    const { root: cwd } = await tempProject({ 'package.json': { type: 'module' }, ...files });
    const mews = await startListening(['--server', server, ...URLS], { cwd });
    expect(await answer(mews.url)).toEqual({ server: 'nutshell', body: 'hello' });
    mews.signal('SIGINT');
    expect((await mews.exited).code).toBe(0);
  });

  it('is found from the project, not from where the profile lets the app work', async () => {
    const web = { commandName: 'Project', server: './nutshell.ts', workingDirectory: 'data', applicationUrl: 'http://127.0.0.1:0' };
    const { root: cwd, path } = await tempProject({ 'package.json': { type: 'module' }, 'src/main.js': APP, 'nutshell.ts': TYPESCRIPT, 'data/x': '', 'launchSettings.json': { profiles: { web } } });
    const mews = await startListening(['--project', path()], { cwd: path('data') });
    expect(await answer(mews.url)).toEqual({ server: 'nutshell', body: 'hello' });
    expect(mews.stderr().match(/Build succeeded/g) ?? []).toHaveLength(0);
    expect(cwd).toBe(path());
  });

  it('serves a WebApplication, and its addresses are told once', async () => {
    const { root: cwd } = await tempProject({
      'package.json': { type: 'module' },
      'src/main.js': `import { WebApplication } from 'mews';\nconst app = WebApplication.create();\napp.mapGet('/', () => 'hello');\nawait app.run();\n`,
      ...sample('plain-server.mjs'),
    });
    const mews = await startListening(['--server', './plain-server.mjs', ...URLS], { cwd });
    expect(await (await fetch(mews.url)).text()).toBe('hello');
    expect(mews.stderr().match(/Now listening on/g)).toHaveLength(1);
  });

  it.each([
    [
      'a WebApplication',
      `import { WebApplication } from 'mews';
      const app = WebApplication.create();
      app.mapPost('/greet/:name', async ({ request }) => ({ greeting: request.params.name + ', ' + (await request.text()) }));
      await app.run();`,
    ],
    [
      'a fetch app',
      `export default { async fetch(request) {
        const name = decodeURIComponent(new URL(request.url).pathname.split('/')[2]);
        return Response.json({ greeting: name + ', ' + (await request.text()) });
      } };`,
    ],
  ])('that speaks no HTTP serves %s, tells its address, and stops cleanly', async (_what, app) => {
    const { root: cwd } = await tempProject({ 'package.json': { type: 'module' }, 'src/main.js': app, ...LINE_SERVER });
    const mews = await startListening(['--server', './line-server.mjs', ...URLS], { cwd });
    expect(mews.url).toMatch(/^line:\/\/127\.0\.0\.1:[1-9]\d*$/);
    const connection = await open(lineClient, mews.url);
    for (const name of ['Ann', 'Zoë']) {
      const { status, headers, body } = await askOn(connection, { path: `/greet/${encodeURIComponent(name)}?a=b`, method: 'POST', body: 'hello' });
      expect([status, headers.get('content-type'), JSON.parse(body)]).toEqual([200, expect.stringContaining('application/json'), { greeting: `${name}, hello` }]);
    }
    mews.signal('SIGINT');
    await connection.closed;
    const { code, stdout } = await mews.exited;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(mews.stderr().match(/Now listening on/g)).toHaveLength(1);
  });

  it('finishes the request in flight when it is told to stop', async () => {
    const app = `import { WebApplication } from 'mews';
      const app = WebApplication.create();
      app.mapPost('/', ({ request }) => {
        console.log('in flight');
        return request.text();
      });
      await app.run();`;
    const { root: cwd } = await tempProject({ 'package.json': { type: 'module' }, 'src/main.js': app, ...LINE_SERVER });
    const mews = await startListening(['--server', './line-server.mjs', ...URLS], { cwd });
    const exchange = await begin(lineClient, mews.url, { method: 'POST', body: 'wh' });
    await mews.printed(/in flight/);
    mews.signal('SIGINT');
    while (await isAccepted(mews.url));
    exchange.send('ole');
    exchange.end();
    expect((await exchange.answer).body).toBe('whole');
    expect((await mews.exited).code).toBe(0);
  });

  it.each<[string, string, RegExp]>([
    ['that does not compile', 'export default (', /nutshell\.ts\(1,17\): error[^]*error MEWS2001/],
    ['that throws', 'throw new Error("no nut");', /error MEWS4009: .*nutshell.*no nut/],
    ['that exports nothing', 'export {};', /error MEWS4003: .*nutshell.*no default export/],
    ['whose factory makes no server', 'export default () => ({});', /error MEWS4003: .*features, start and stop/],
  ])('stops the launch when it is one %s', async (_what, source, said) => {
    const { root: cwd } = await tempProject({ 'package.json': { type: 'module' }, 'src/main.js': APP, 'nutshell.ts': source });
    const { code, stdout, stderr } = await runMews(['run', '--server', './nutshell.ts', ...URLS], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain('Now listening');
  });
});
