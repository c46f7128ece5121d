import { spawn } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from './support/free-port.ts';
import { linkPackages } from './support/link-packages.ts';
import { anyPort, example, readme, writeCertificates } from './support/readme.ts';
import { cleanEnvironment, mewsBin, repository, runMews } from './support/run-mews.ts';
import { tempProject, type TempProject } from './support/temp-project.ts';

interface Block {
  readonly place: string;
  readonly commands: readonly string[];
}

/** The shell blocks of the README, each with the place it is to be run in: `<!-- in: web -->`. */
const blocks: Block[] = [...readme.matchAll(/<!-- in: (\w+) -->\n```sh\n([\s\S]*?)```/g)].map(([, place = '', text = '']) => ({
  place,
  commands: text.trim().split('\n'),
}));
const commands = blocks.flatMap(({ place, commands: lines }) => lines.map((line) => [place, line] as const)).filter(([place]) => place !== 'clone');

const EXPRESS = `import express from 'express';\nconst app = express();\napp.get('/', (_request, response) => { response.send('Hello'); });\napp.listen(0);\n`;

/** The places that the README's commands are typed in, made of the README's own examples. */
const places: Record<string, (project: TempProject) => Promise<string>> = {
  folder: emptyFolder,
  project: newProject,
  async web(project) {
    cpSync(join(repository, 'templates/web'), project.path('web'), { recursive: true, filter: (source) => !source.includes('dist') });
    project.write('web/Properties/launchSettings.json', anyPort(example('jsonc', '"staging"')));
    linkTypes(project, 'web');
    return project.path('web');
  },
  async express(project) {
    project.write('package.json', { name: 'express-app', type: 'module' });
    project.write('src/server.ts', EXPRESS);
    project.install('express', '@types/express', 'typescript');
    return project.root;
  },
  async files(project) {
    project.write('launchSettings.json', example('json', '"python3"').replace('8000', String(await freePort())));
    return project.root;
  },
  async file(project) {
    project.write('app.ts', example('ts', 'WebApplication.create()'));
    linkTypes(project, '.');
    return project.root;
  },
  async settings(project) {
    project.write('package.json', { name: 'settings-app', type: 'module' });
    project.write('main.js', `export default { fetch: () => new Response('hello') };`);
    project.write('appsettings.json', anyPort(example('json', '"AllowedHosts"')));
    await writeCertificates(project);
    return project.root;
  },
  async server(project) {
    project.write('package.json', { name: 'served-app', type: 'module' });
    project.write('main.js', `export default (request, response) => response.end('hello');`);
    project.write('plain-server.ts', example('ts', 'plainServer'));
    return project.root;
  },
};

/** A template of the reader's own, as the README shows it, installed; and an npm that installs nothing. */
async function emptyFolder(project: TempProject): Promise<string> {
  project.write('my-templates/nest/.template.config/template.json', example('json', '"acme.nest"'));
  project.write('my-templates/nest/Acme.Nest.txt', 'EGGS eggs');
  project.write('bin/npm', '#!/bin/sh\n');
  chmodSync(project.path('bin/npm'), 0o755);
  const { code, stderr } = await runMews(['new', 'install', './my-templates'], { cwd: project.root, env: { MEWS_HOME: project.path('home') } });
  expect(code, stderr).toBe(0);
  return project.root;
}

/** The project of the first command there, with its packages. */
async function newProject(project: TempProject): Promise<string> {
  const { code, stderr } = await runMews(['new', 'webapi', '-n', 'Shop.Api', '--no-restore'], { cwd: project.root });
  expect(code, stderr).toBe(0);
  const settings = project.path('Shop.Api/Properties/launchSettings.json');
  writeFileSync(settings, anyPort(readFileSync(settings, 'utf8')));
  linkPackages(project.path('Shop.Api'));
  return project.path('Shop.Api');
}

function linkTypes(project: TempProject, folder: string): void {
  project.write(join(folder, 'node_modules/.keep'), '');
  symlinkSync(join(repository, 'node_modules/typescript'), project.path(folder, 'node_modules/typescript'), 'dir');
}

describe('every command of the README', () => {
  it('is in a block that says where it is run', () => {
    expect(readme.match(/```sh/g)).toHaveLength(blocks.length);
    for (const { place } of blocks) expect([...Object.keys(places), 'clone']).toContain(place);
  });

  it.each(commands)('works in %s: %s', async (place, command) => {
    const project = await tempProject();
    const cwd = await (places[place] ?? expect.fail(place))(project);
    project.write('bin/mews', `#!/bin/sh\nexec '${process.execPath}' '${mewsBin}' "$@"\n`);
    chmodSync(project.path('bin/mews'), 0o755);
    const own = { MEWS_DEV_CERTS_DIRECTORY: project.path('certificates'), MEWS_DEV_CERTS_TRUST_STORES: 'node', MEWS_HOME: project.path('home'), NODE_EXTRA_CA_CERTS: undefined };
    const env = { ...cleanEnvironment(), ...own, NO_COLOR: '1', PATH: `${project.path('bin')}:${process.env['PATH']}` };
    if (command.includes('--no-build')) await finish(start('mews build', { cwd, env }));
    if (/--check|https:|-lp https/.test(command)) await finish(start('mews dev-certs https', { cwd, env }));
    const outcome = await finish(start(anyPort(command), { cwd, env }));
    expect(outcome.stderr).not.toMatch(/^error/m);
    expect(outcome.code === 0 || outcome.stopped, `exit code ${outcome.code}\n${outcome.stderr}`).toBe(true);
    const starts = /^(?:npx )?mews (?:run|watch)/.test(command) && !command.includes('--dry-run');
    expect(outcome.stopped).toBe(starts);
  });

  it('starts the template with npm start', async () => {
    const outcome = await finish(start('npm start --silent -- --urls http://localhost:0', { cwd: repository, env: { ...cleanEnvironment(), NO_COLOR: '1' } }));
    expect(outcome.stderr).toMatch(/Now listening on: http:\/\/localhost:\d+/);
  });

  it('leaves npm ci and npm test to CI, which runs both', () => {
    const ci = readFileSync(join(repository, '.ci/run'), 'utf8');
    expect(ci).toMatch(/^npm ci$/m);
    expect(ci).toMatch(/^npm test$/m);
  });

  it('names a bench that there is, with the cases that it has', async () => {
    const [, bench = ''] = /^npm run bench -- (\w+)$/m.exec(readme) ?? [];
    const { stderr } = await finish(start(`'${process.execPath}' test/bench/bench.mjs ${bench} no-such-case`, { cwd: repository, env: cleanEnvironment() }));
    const [, cases = ''] = /There are: (.*)\.$/m.exec(stderr) ?? expect.fail(stderr);
    const paragraph = readme.slice(readme.indexOf('npm run bench'));
    for (const name of cases.split(', ')) expect(paragraph).toContain(`\`${name}\``);
  });
});

interface Outcome {
  readonly code: number | null;
  readonly stderr: string;
  /** It listened, and was stopped with Ctrl+C. */
  readonly stopped: boolean;
}

function start(command: string, options: { readonly cwd: string; readonly env: Record<string, string | undefined> }) {
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], { ...options, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  onTestFinished(() => {
    if (child.exitCode === null && child.pid !== undefined && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
  });
  return child;
}

/** Waits for the end of a command; one that listens is stopped as a user stops it. */
function finish(child: ReturnType<typeof start>): Promise<Outcome> {
  return new Promise((resolve) => {
    let stderr = '';
    let stopped = false;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (stopped || !stderr.includes('Content root path') || child.pid === undefined) return;
      stopped = true;
      process.kill(-child.pid, 'SIGINT');
    });
    child.once('close', (code) => resolve({ code, stderr, stopped }));
  });
}
