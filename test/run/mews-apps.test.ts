import { describe, expect, test } from 'vitest';
import { startListening, startMews } from '../support/run-mews.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

const URLS = ['--urls', 'http://localhost:0'];
const GREET = `app.mapGet('/hello/:name', (context) => \`Hello \${context.request.params.name}\`);`;

/** A project without node_modules: whatever it imports from mews comes from the running one. */
function bareProject(file: string, lines: readonly string[], type = 'module'): Promise<TempProject> {
  return tempProject({ 'package.json': { name: 'bare', type }, [file]: lines.join('\n') });
}

describe('a WebApplication, in a project that has no mews installed', () => {
  const IMPORT = [`import { WebApplication } from 'mews';`, 'const app = WebApplication.create();', GREET];
  const REQUIRE = [`const { WebApplication } = require('mews');`, 'const app = WebApplication.create();', GREET];

  test.each([
    ['TypeScript that exports it', 'src/main.ts', [...IMPORT, 'export default app;'], 'module'],
    ['TypeScript that runs it', 'src/main.ts', [...IMPORT, 'await app.run();'], 'module'],
    ['TypeScript of a CommonJS package', 'src/main.ts', [...IMPORT, 'void app.run();'], 'commonjs'],
    ['JavaScript without a build', 'src/main.js', [...IMPORT, 'export default app;'], 'module'],
    ['JavaScript without a build that runs it', 'src/main.mjs', [...IMPORT, 'await app.run();'], 'commonjs'],
    ['CommonJS without a build', 'src/main.js', [...REQUIRE, 'module.exports = app;'], 'commonjs'],
    ['CommonJS without a build that runs it', 'src/main.js', [...REQUIRE, 'app.run();'], 'commonjs'],
  ])('%s', async (_, file, lines, type) => {
    const project = await bareProject(file, lines, type);
    const { url } = await startListening(URLS, { cwd: project.root });
    expect(url).toMatch(/^http:\/\/localhost:\d+$/);
    expect(await textOf(`${url}/hello/you`)).toBe('Hello you');
  });

  test('a type error in its use is found, at its place in the source', async () => {
    const project = await bareProject('src/main.ts', [...IMPORT, `app.mapGet(42, () => 'never');`, 'export default app;']);
    project.install('typescript');
    const mews = await startListening(URLS, { cwd: project.root });
    await mews.said(/src\/main\.ts\(4,12\): error TS2345: .*'number' is not assignable/);
    await mews.said(/Type-check found 1 error in [\d.]+ s; typecheck is 'warn'/);
  });

  test('its right use passes the type-check, and a project without a tsconfig has the types of Node', async () => {
    const project = await bareProject('src/main.ts', [...IMPORT, `import { hostname } from 'node:os';`, `app.mapGet('/', () => hostname());`, 'export default app;']);
    project.install('typescript');
    const mews = await startListening([...URLS, '-v', 'd'], { cwd: project.root });
    await mews.said(/Type-check passed in/);
    expect(mews.stderr()).not.toContain('error');
  });
});

describe('a fetch app', () => {
  const ANSWER = '(request: Request) => new Response(`${request.method} ${new URL(request.url).pathname}`)';

  test.each([
    ['an object with fetch', [`export default { fetch: ${ANSWER} };`]],
    ['an object of a class with fetch', ['class App {', `  fetch = ${ANSWER};`, '}', 'export default new App();']],
    ['an async one', [`export default { async fetch(request: Request) { return (${ANSWER})(request); } };`]],
  ])('%s', async (_, lines) => {
    const project = await bareProject('src/main.ts', lines);
    const { url } = await startListening(URLS, { cwd: project.root });
    expect(await textOf(`${url}/page?x=1`)).toBe('GET /page');
  });

  test('sees the address that the client asked for', async () => {
    const project = await bareProject('src/main.ts', ['export default { fetch: (request: Request) => new Response(request.url) };']);
    const { url } = await startListening(URLS, { cwd: project.root });
    expect(await textOf(`${url}/page?x=1`)).toBe(`${url}/page?x=1`);
  });
});

describe('what the app is told', () => {
  test('its environment, its profile and its addresses, by the names of mews and of ASP.NET', async () => {
    const project = await bareProject('src/main.js', [
      `const names = ['MEWS_ENVIRONMENT', 'ASPNETCORE_ENVIRONMENT', 'NODE_ENV', 'MEWS_LAUNCH_PROFILE', 'MEWS_URLS', 'ASPNETCORE_URLS', 'GREETING'];`,
      `export default { fetch: () => Response.json(Object.fromEntries(names.map((name) => [name, process.env[name]]))) };`,
    ]);
    project.write('Properties/launchSettings.json', {
      profiles: { web: { commandName: 'Project', applicationUrl: 'http://localhost:0', environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Staging', GREETING: 'hi' } } },
    });
    const mews = await startListening([], { cwd: project.root });
    expect(JSON.parse(await textOf(mews.url))).toEqual({
      MEWS_ENVIRONMENT: 'Staging',
      ASPNETCORE_ENVIRONMENT: 'Staging',
      NODE_ENV: 'production',
      MEWS_LAUNCH_PROFILE: 'web',
      MEWS_URLS: 'http://localhost:0',
      ASPNETCORE_URLS: 'http://localhost:0',
      GREETING: 'hi',
    });
    await mews.said(/Hosting environment: Staging\n/);
  });

  test('what it exports cannot be served: said when it ends without having listened', async () => {
    const project = await bareProject('src/main.js', ['export default class Nothing {}']);
    const mews = startMews(['run', ...URLS], { cwd: project.root });
    const { code, stderr } = await mews.exited;
    expect(stderr).toMatch(/warning: The default export of '.*src\/main\.js' is the class 'Nothing': mews cannot serve it\./);
    expect(stderr).not.toContain('Now listening');
    expect(code).toBe(0);
  });
});
