import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runMews } from '../support/run-mews.ts';
import { planOf, program } from '../support/run-program.ts';
import { tempProject } from '../support/temp-project.ts';

/** Everything that tells whether somebody wrote something: names, sizes and times of all files and folders. */
function traces(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted().map((name) => {
    const { size, mtimeMs } = statSync(join(root, name));
    return `${name} ${size} ${mtimeMs}`;
  });
}

/** A project that leaves a file behind when anything of it runs. */
const tattler = (files: Record<string, string | object> = {}) =>
  tempProject({
    'package.json': { name: 'tattler', type: 'module' },
    'src/main.ts': `import { writeFileSync } from 'node:fs';\nwriteFileSync('it-ran', '');\nexport default () => {};\n`,
    '.env': 'FROM_DOTENV=1\nGREETING=env\n',
    'Properties/launchSettings.json': {
      profiles: {
        web: {
          commandName: 'Project',
          commandLineArgs: '--seed "a b"',
          launchBrowser: true,
          launchUrl: 'swagger',
          applicationUrl: 'http://localhost:5123',
          environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Development', GREETING: 'profile', LINES: 'a\nb' },
        },
      },
    },
    ...files,
  });

describe('mews run --dry-run', () => {
  it('prints exactly one JSON object with exactly these members', async () => {
    const { root: cwd } = await tattler();
    const { stdout, stderr, code } = await runMews(['run', '--dry-run', '--format', 'json', '-e', 'GREETING=option'], { cwd, env: { GREETING: 'shell' } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const told = (value: string, from: string) => ({ value, from });
    expect(JSON.parse(stdout)).toEqual({
      project: cwd,
      entry: join(cwd, 'src/main.ts'),
      configuration: 'Debug',
      profile: { name: 'web', source: 'Properties/launchSettings.json' },
      commandName: 'Project',
      server: 'kestrel',
      hostingModel: null,
      reverseProxy: 'none',
      urls: [{ value: 'http://localhost:5123', from: 'profile "web" applicationUrl' }],
      environment: {
        FROM_DOTENV: told('1', '.env'),
        GREETING: { ...told('option', '-e'), overrides: told('profile', 'profile "web"') },
        LINES: told('a\nb', 'profile "web"'),
        ...Object.fromEntries(['MEWS_URLS', 'ASPNETCORE_URLS', 'DOTNET_URLS'].map((name) => [name, told('http://localhost:5123', 'profile "web" applicationUrl')])),
        ...Object.fromEntries(['MEWS_ENVIRONMENT', 'DOTNET_ENVIRONMENT'].map((name) => [name, told('Development', 'profile "web" ASPNETCORE_ENVIRONMENT')])),
        ASPNETCORE_ENVIRONMENT: told('Development', expect.stringMatching(/^profile "web"/) as string),
        ...Object.fromEntries(['MEWS_LAUNCH_PROFILE', 'ASPNETCORE_LAUNCH_PROFILE', 'DOTNET_LAUNCH_PROFILE'].map((name) => [name, told('web', 'launch profile')])),
        NODE_ENV: told('development', 'environment Development'),
        PORT: told('5123', 'profile "web" applicationUrl'),
        HOST: told('localhost', 'profile "web" applicationUrl'),
      },
      args: ['--seed', 'a b'],
      workingDirectory: cwd,
      executablePath: null,
      build: { kind: 'bundle', output: join(cwd, 'dist/Debug/main.js'), reason: expect.any(String), noBuild: false },
      typecheck: 'warn',
      launchBrowser: true,
      launchUrl: 'swagger',
      warnings: [],
    });
  });

  it('prints a line with a reason for every value', async () => {
    const { root: cwd } = await tattler();
    const { out, err } = await program(['run', '-c', 'release', '--dry-run', '--', 'x', '--y'], { cwd, env: { GREETING: 'shell' } });
    expect(err).toBe('');
    const lines = out.trimEnd().split('\n');
    for (const line of lines.filter((text) => !text.startsWith('warning: '))) expect(line).toMatch(/^ *\S.*? {2,}\S.* \(.+\)$/);
    const expected = [
      ['Project', cwd, 'tattler'],
      ['Profile', 'web', 'Properties/launchSettings.json'],
      ['Command', 'Project', 'profile "web"'],
      ['Entry', `${cwd}/src/main.ts`, 'convention'],
      ['Executable', 'none', 'commandName'],
      ['Configuration', 'Release', '-c'],
      ['Type-check', 'gate', 'configuration Release'],
      ['Server', 'kestrel', 'default'],
      ['Hosting model', 'none', 'default'],
      ['Reverse proxy', 'none', 'default'],
      ['URL', 'http://localhost:5123', 'profile "web" applicationUrl'],
      ['Arguments', '"x" "--y"', 'command line'],
      ['Working directory', cwd, 'project'],
      ['Inspect', 'no', 'default'],
      ['Launch browser', 'swagger', 'profile "web" launchBrowser'],
      ['Environment', 'Development', 'profile "web" ASPNETCORE_ENVIRONMENT'],
      ['  GREETING', 'profile', 'profile "web"; overrides shell (shell)'],
      ['  LINES', 'a\\nb', 'profile "web"'],
    ];
    const squeezed = lines.map((line) => line.replaceAll(/ {2,}/g, '  ').trim());
    for (const [label = '', value, from] of expected) expect(squeezed).toContain(`${label.trim()}  ${value}  (${from})`);
    expect(lines.at(-1)).toBe('warning: GREETING=shell from the shell is overridden by profile "web" (profile).');
  });

  it.each<[string, readonly string[], Record<string, string | object>]>([
    ['a TypeScript app', [], {}],
    ['a Release', ['-c', 'Release'], {}],
    ["a project's own build command", [], { 'package.json': { mews: { build: 'touch it-ran', entry: 'dist/main.js' } } }],
    ['a program', ['-lp', 'tool'], { 'Properties/launchSettings.json': { profiles: { tool: { commandName: 'Executable', executablePath: 'touch', commandLineArgs: 'it-ran' } } } }],
    ['a file', ['src/main.ts'], {}],
    ['a server of the project', ['--server', './src/server.ts'], { 'src/server.ts': `import { writeFileSync } from 'node:fs'; writeFileSync('it-ran', '');` }],
  ])('runs and writes nothing for %s', async (_what, args, files) => {
    const { root: cwd } = await tattler(files);
    const before = traces(cwd);
    const { error } = await program(['run', ...args, '--dry-run'], { cwd });
    expect(error).toBeUndefined();
    expect(traces(cwd)).toEqual(before);
  });

  it('shows what will run for a program', async () => {
    const tool = { commandName: 'Executable', executablePath: 'tools\\run.sh', workingDirectory: '..', commandLineArgs: '"a b" %HOME% \'c d\'' };
    const { root: cwd } = await tempProject({ 'launchSettings.json': { profiles: { tool } } });
    expect(await planOf([], { cwd, env: { HOME: '/home/me' } })).toMatchObject({
      profile: { name: 'tool', source: 'launchSettings.json' },
      commandName: 'Executable',
      entry: null,
      executablePath: 'tools/run.sh',
      workingDirectory: join(cwd, '..'),
      args: ['a b', '/home/me', "'c", "d'"],
      build: { kind: 'none', output: null },
      warnings: [expect.stringContaining("'tools\\run.sh' is read as 'tools/run.sh'")],
    });
  });

  it('shows what will run for a file, with its own settings', async () => {
    const { root, path } = await tempProject({
      'tools/hello.ts': 'export default () => {};',
      'tools/hello.run.json': { profiles: { here: { commandName: 'Project', applicationUrl: 'http://localhost:5124' } } },
      'package.json': { name: 'p' },
      'src/main.ts': '',
      'launchSettings.json': { profiles: { other: { commandName: 'Project' } } },
    });
    expect(await planOf(['tools/hello.ts'], { cwd: root })).toMatchObject({
      project: path('tools'),
      entry: path('tools/hello.ts'),
      profile: { name: 'here', source: 'hello.run.json' },
      urls: [{ value: 'http://localhost:5124' }],
      workingDirectory: root,
      build: { kind: 'bundle', output: path('tools/dist/Debug/hello.js') },
    });
  });

  it('shows no shell variable that nothing touches, and every one that something replaces', async () => {
    const { root: cwd } = await tattler();
    const { environment } = await planOf([], { cwd, env: { SECRET: 's3cret', GREETING: 'shell', FROM_DOTENV: 'shell' } });
    expect(environment).not.toHaveProperty('SECRET');
    expect(environment).not.toHaveProperty('PATH');
    expect(environment['GREETING']).toEqual({ value: 'profile', from: 'profile "web"', overrides: { value: 'shell', from: 'shell' } });
    expect(environment['FROM_DOTENV']).toEqual({ value: 'shell', from: 'shell', overrides: { value: '1', from: '.env' } });
  });
});
