import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureDevCertificate } from '../../src/foundation/certificates/ensure-dev-certificate.ts';
import { askHttps } from '../support/https-client.ts';
import { hasCommand } from '../support/has-command.ts';
import { linkPackages } from '../support/link-packages.ts';
import { cleanEnvironment, repository, runMews, startMews, type RunningMews } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';

interface TemplateCase {
  readonly template: string;
  /** Where the app is asked, and what it answers. */
  readonly path: string;
  readonly answers: string;
  /** A change of a source that changes the answer. */
  readonly edit: { readonly file: string; readonly from: string; readonly to: string };
}

const HELLO = { path: '/', answers: 'Hello World!' };
const WEB: TemplateCase[] = [
  { template: 'web', ...HELLO, edit: { file: 'src/app.ts', from: 'Hello World!', to: 'Changed' } },
  { template: 'webapi', path: '/nowhere', answers: 'There is nothing at this address.', edit: { file: 'src/app.ts', from: 'There is nothing at this address.', to: 'Changed' } },
  { template: 'webapp', path: '/about', answers: '<h1>About</h1>', edit: { file: 'src/pages/about-page.ts', from: '<h1>About</h1>', to: '<h1>Changed</h1>' } },
  { template: 'hono', ...HELLO, edit: { file: 'src/main.ts', from: 'Hello World!', to: 'Changed' } },
  { template: 'fastify', ...HELLO, edit: { file: 'src/main.ts', from: 'Hello World!', to: 'Changed' } },
  { template: 'express', ...HELLO, edit: { file: 'src/main.ts', from: 'Hello World!', to: 'Changed' } },
];
const WORKER = { template: 'worker', edit: { file: 'src/worker.ts', from: 'Worker running', to: 'Worker changed' } };

/** A user's name for a project, which no package, folder or identifier could have as it is. */
const NAME = '2 Größe & Co';
const URLS = ['--urls', 'https://localhost:0;http://localhost:0', '-lp', 'https'];

const certificates = mkdtempSync(join(tmpdir(), 'mews-test-certificates-'));
const env = { MEWS_DEV_CERTS_DIRECTORY: certificates, NODE_EXTRA_CA_CERTS: undefined };
beforeAll(() => ensureDevCertificate(env));
afterAll(() => rmSync(certificates, { recursive: true, force: true }));

const canWatch = hasCommand('watch');

/** A project as `mews new` makes it, with its packages there. */
async function create(template: string): Promise<string> {
  const { root } = await tempProject();
  const { code, stderr } = await runMews(['new', template, '-n', NAME, '--types', 'strictest', '--no-restore'], { cwd: root, env });
  expect(code, stderr).toBe(0);
  const project = join(root, NAME);
  linkPackages(project);
  return project;
}

/** Runs the project's own TypeScript and its own tests. */
async function checkAndTest(project: string): Promise<void> {
  const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'], { cwd: project, encoding: 'utf8' });
  expect(tsc.stdout).toBe('');
  const [code, output] = await new Promise<[number | string | null, string]>((resolve) => {
    const child = execFile('npm', ['test'], { cwd: project, env: { ...cleanEnvironment(), NO_COLOR: '1' } }, (_error, stdout, stderr) => resolve([child.exitCode, stdout + stderr]));
  });
  expect(code, output).toBe(0);
  expect(output).toMatch(/^# pass [1-9]/m);
}

async function addressesOf(mews: RunningMews): Promise<string[]> {
  await mews.said(/Application started/);
  return [...mews.stderr().matchAll(/Now listening on: (\S+)/g)].map(([, url = '']) => url);
}

async function ask(url: string): Promise<string> {
  if (url.startsWith('https:')) return (await askHttps(url)).text;
  return (await fetch(url)).text();
}

function change(project: string, { file, from, to }: TemplateCase['edit']): void {
  const before = readFileSync(join(project, file), 'utf8');
  expect(before).toContain(from);
  writeFileSync(join(project, file), before.replace(from, to));
}

describe.each(WEB)('the template $template', ({ template, path, answers, edit }) => {
  test('makes a project that type-checks clean, whose tests pass, and that answers on http and https until Ctrl+C', async () => {
    const project = await create(template);
    await checkAndTest(project);
    const mews = startMews(['run', ...URLS], { cwd: project, env });
    const [https = '', http = ''] = await addressesOf(mews);
    expect(await ask(https + path)).toContain(answers);
    expect(await ask(http + path)).toContain(answers);
    mews.signal('SIGINT');
    expect(await mews.exited).toMatchObject({ code: 0, stderr: expect.stringContaining('Application is shutting down...') });
    expect(mews.stderr()).not.toMatch(/error|warning/);
  });

  test.skipIf(!canWatch)('makes a project that answers anew after an edit under mews watch', async () => {
    const project = await create(template);
    const mews = startMews(['watch', ...URLS], { cwd: project, env });
    const [https = '', http = ''] = await addressesOf(mews);
    expect(await ask(https + path)).toContain(answers);
    change(project, edit);
    for (let answer = ''; !answer.includes('Changed'); ) answer = await ask(http + path);
    expect(await ask(https + path)).toContain('Changed');
    mews.signal('SIGINT');
    expect((await mews.exited).code).toBe(130);
  });

  test('is itself a project of this repository, which builds without type errors and runs', async () => {
    const mews = startMews(['run', '--project', join(repository, 'templates', template), '--urls', 'http://localhost:0', '--typecheck', 'gate']);
    const [http = ''] = await addressesOf(mews);
    expect(await ask(http + path)).toContain(answers);
    mews.signal('SIGINT');
    expect((await mews.exited).code).toBe(0);
  });
});

describe('the template worker', () => {
  test('makes a project that type-checks clean, whose tests pass, and that works without a server until Ctrl+C', async () => {
    const project = await create('worker');
    await checkAndTest(project);
    const mews = startMews(['run'], { cwd: project, env });
    await mews.printed(/Worker running/);
    await mews.said(/Application started/);
    mews.signal('SIGINT');
    expect(await mews.exited).toMatchObject({ code: 0, stdout: expect.stringMatching(/Worker stopped\n$/) });
    expect(mews.stderr()).not.toMatch(/error|warning|Now listening/);
  });

  test.skipIf(!canWatch)('makes a project that works anew after an edit under mews watch', async () => {
    const project = await create('worker');
    const mews = startMews(['watch'], { cwd: project, env });
    await mews.printed(/Worker running/);
    change(project, WORKER.edit);
    await mews.printed(/Worker changed/);
    mews.signal('SIGINT');
    expect((await mews.exited).code).toBe(130);
  });

  test('is itself a project of this repository', async () => {
    const mews = startMews(['run', '--project', join(repository, 'templates/worker'), '--typecheck', 'gate']);
    await mews.printed(/Worker running/);
    await mews.said(/Application started/);
    mews.signal('SIGINT');
    expect((await mews.exited).code).toBe(0);
  });
});

describe('the templates', () => {
  const folders = readdirSync(join(repository, 'templates')).toSorted();
  const read = (template: string, file: string): string => readFileSync(join(repository, 'templates', template, file), 'utf8');

  test('are all tested here', () => {
    expect(folders).toEqual([...WEB.map(({ template }) => template), 'worker'].toSorted());
  });

  test.each(['gitignore', '.editorconfig', 'tsconfig.json'])('have the same %s', (file) => {
    for (const template of folders) expect(read(template, file), template).toBe(read('web', file));
  });

  test('ask for the packages that this checkout has, so that the tests above mean something', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
    for (const template of folders) {
      const asked = JSON.parse(read(template, 'package.json')) as Record<string, Record<string, string>>;
      const { mews, ...others } = { ...asked['dependencies'], ...asked['devDependencies'] };
      expect(mews).toBe('file:../..');
      for (const [name, version] of Object.entries(others)) expect(version, `${template}: ${name}`).toBe({ ...dependencies, ...devDependencies }[name]);
    }
  });

  test('tell in their READMEs the commands that are tested here', () => {
    const known = ['npm install', 'npx mews run', 'npx mews dev-certs https --trust', 'npx mews run -lp https', 'npx mews watch', 'npm test', 'npx mews build -c Release'];
    for (const template of folders) {
      const told = [...read(template, 'README.md').matchAll(/```sh\n([^`]*)```/g)].flatMap(([, lines = '']) => lines.trim().split('\n'));
      expect(told, template).toEqual(template === 'worker' ? known.filter((command) => !command.includes('https')) : known);
    }
  });

  test('of other frameworks import nothing of mews', () => {
    for (const template of ['hono', 'fastify', 'express']) {
      for (const file of ['src/main.ts', 'test/main.test.ts']) expect(read(template, file)).not.toContain('mews');
    }
  });
});
