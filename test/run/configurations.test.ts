import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runMews, startListening } from '../support/run-mews.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

const WRONG = `export const answer: string = 'answer';
export const wrong: number = answer;
console.log('started');
export default { fetch: (): Response => new Response(answer) };
`;

async function project(source: string, files: Record<string, object> = {}): Promise<TempProject> {
  const made = await tempProject({ 'package.json': { type: 'module' }, 'src/main.ts': source, ...files });
  made.install('typescript');
  return made;
}

const ERROR = 'src/main.ts(2,14): error TS2322: Type \'string\' is not assignable to type \'number\'.';

describe('a type error', () => {
  test('stops a Release: nothing of the app runs', async () => {
    const { root } = await project(WRONG);
    const { code, stdout, stderr } = await runMews(['run', '-c', 'Release', '--urls', 'http://localhost:0'], { cwd: root });
    expect(stderr).toContain(ERROR);
    expect(stderr).toMatch(/> 2 \| export const wrong: number = answer;/);
    expect(stderr).toMatch(/Build failed with 1 error/);
    expect(stderr).toMatch(/^error MEWS2002: /m);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  test('is told in Debug, and the app runs', async () => {
    const { root } = await project(WRONG);
    const mews = await startListening(['--urls', 'http://localhost:0'], { cwd: root });
    await mews.said(/Type-check found 1 error/);
    expect(mews.stderr()).toContain(ERROR);
    expect(await textOf(mews.url)).toBe('answer');
  });

  test.each([
    ['--typecheck', ['--typecheck', 'gate'], {}],
    ['the profile', [], { 'Properties/launchSettings.json': { profiles: { web: { commandName: 'Project', typecheck: 'gate' } } } }],
    ['package.json', [], { 'package.json': { type: 'module', mews: { typecheck: 'gate' } } }],
  ])('stops a Debug when %s says so', async (_, args, files) => {
    const { root } = await project(WRONG, files);
    const { code, stdout, stderr } = await runMews(['run', ...args], { cwd: root });
    expect(stderr).toMatch(/^error MEWS2002: /m);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  test('of a script that ends at once is told all the same', async () => {
    const { root } = await project(`const wrong: number = 'text';\nconsole.log('ended');\n`);
    const { code, stdout, stderr } = await runMews(['run'], { cwd: root });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'ended\n' });
    expect(stderr).toMatch(/src\/main\.ts\(1,7\): error TS2322/);
  });
});

test('a Release is minified, keeps names, and runs', async () => {
  const { root, path } = await project(
    `function aFunctionWithALongName(request: Request): string {\n  return aFunctionWithALongName.name + new URL(request.url).pathname;\n}\n\nexport default { fetch: (request: Request): Response => new Response(aFunctionWithALongName(request)) };\n`,
  );
  const mews = await startListening(['-c', 'Release', '--urls', 'http://localhost:0'], { cwd: root });
  expect(await textOf(`${mews.url}/x`)).toBe('aFunctionWithALongName/x');
  await mews.said(/Build succeeded in .* \(Release\)/);
  expect(readFileSync(path('dist', 'Release', 'main.js'), 'utf8').split('\n').length).toBeLessThan(5);
  expect(() => statSync(path('dist', 'Debug'))).toThrow('ENOENT');
});

test('code that does not compile is shown at its place, and nothing runs', async () => {
  const { root } = await project(`console.log('never');\nconst = 2;\n`);
  const { code, stdout, stderr } = await runMews(['run', '--typecheck', 'off'], { cwd: root });
  expect(stderr).toMatch(/^src\/main\.ts\(2,7\): error/m);
  expect(stderr).toContain('> 2 | const = 2;');
  expect(stderr).toMatch(/Build failed with 1 error/);
  expect(stderr).toMatch(/^error MEWS2001: /m);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

test('an own toolchain builds, and what it made runs', async () => {
  const { root } = await tempProject({
    'package.json': { type: 'module', mews: { build: 'mkdir -p out && cp app.txt out/server.js', entry: 'out/server.js' } },
    'app.txt': `export default { fetch: () => new Response('made') };`,
  });
  const { url } = await startListening(['--urls', 'http://localhost:0'], { cwd: root });
  expect(await textOf(url)).toBe('made');
});
