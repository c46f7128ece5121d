import { describe, expect, test } from 'vitest';
import { program } from '../support/run-program.ts';
import { tempProject } from '../support/temp-project.ts';

const webConfig = (attributes: string, inside = ''): string => `<configuration><system.webServer><aspNetCore ${attributes}>${inside}</aspNetCore></system.webServer></configuration>`;
const variable = (name: string, value: string): string => `<environmentVariables><environmentVariable name="${name}" value="${value}" /></environmentVariables>`;

interface Plan {
  readonly hostingModel: string | null;
  readonly urls: readonly { readonly value: string }[];
  readonly executablePath: string | null;
  readonly args: readonly string[];
  readonly entry: string | null;
  readonly module?: Record<string, { readonly value: unknown; readonly from: string }>;
  readonly environment: Record<string, { readonly value: string; readonly from: string }>;
}

interface Situation {
  readonly config?: string | undefined;
  readonly args?: readonly string[];
  readonly settings?: object;
  readonly env?: Record<string, string>;
}

async function plan(profile: object, situation: Situation = {}): Promise<Plan> {
  const { out, err, exitCode } = await run(profile, { ...situation, args: ['--dry-run', '--format', 'json', ...(situation.args ?? [])] });
  expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
  return JSON.parse(out) as Plan;
}

async function run(profile: object, { config, args = [], settings = {}, env = {} }: Situation) {
  const { root: cwd } = await tempProject({
    'package.json': { name: 'app', type: 'module' },
    'main.js': `import http from 'node:http'; http.createServer().listen(3000);`,
    'Properties/launchSettings.json': { ...settings, profiles: { app: profile } },
    ...(config !== undefined && { 'web.config': config }),
  });
  return program(['run', '-lp', 'app', ...args], { cwd, env });
}

const PROJECT = { commandName: 'Project', applicationUrl: 'http://localhost:5000' };

describe('the hosting model', () => {
  test('comes from the option, the profile, web.config, and is in-process for IIS profiles', async () => {
    const iis = { commandName: 'IISExpress' };
    const config = webConfig('hostingModel="OutOfProcess"');
    expect((await plan(PROJECT)).hostingModel).toBeNull();
    expect((await plan(PROJECT, { config })).hostingModel).toBeNull();
    expect((await plan(iis)).hostingModel).toBe('inprocess');
    expect((await plan(iis, { config })).hostingModel).toBe('outofprocess');
    expect((await plan({ ...iis, ancmHostingModel: 'InProcess' }, { config })).hostingModel).toBe('inprocess');
    expect((await plan({ ...iis, ancmHostingModel: 'InProcess', hostingModel: 'outofprocess' })).hostingModel).toBe('outofprocess');
    expect((await plan({ ...iis, hostingModel: 'outofprocess' }, { args: ['--hosting-model', 'inprocess'] })).hostingModel).toBe('inprocess');
  });

  test('of an IIS profile has the addresses of iisSettings, their path being the app\'s', async () => {
    const settings = { iisSettings: { iisExpress: { applicationUrl: 'http://localhost:5046/shop', sslPort: 0 } } };
    const { urls, module, environment } = await plan({ commandName: 'IISExpress' }, { settings });
    expect(urls.map(({ value }) => value)).toEqual(['http://localhost:5046']);
    expect(module?.['applicationPath']).toEqual({ value: '/shop', from: 'profile "app" iisSettings' });
    expect(environment['ASPNETCORE_URLS']?.value).toBe('http://localhost:5046');
  });
});

test('settings and variables come from web.config and the profile, each with its reason', async () => {
  const config = webConfig('requestTimeout="00:05:00" rapidFailsPerMinute="3"', variable('FLAVOUR', 'web.config') + '');
  const profile = { ...PROJECT, hostingModel: 'inprocess', module: { rapidFailsPerMinute: 4 } };
  const { module, environment } = await plan(profile, { config, env: { FLAVOUR: 'shell' } });
  expect(module?.['requestTimeout']).toEqual({ value: 300_000, from: 'web.config requestTimeout' });
  expect(module?.['rapidFailsPerMinute']).toEqual({ value: 4, from: 'profile "app" module rapidFailsPerMinute' });
  expect(environment['FLAVOUR']).toMatchObject({ value: 'web.config', from: 'web.config' });
  const overruled = await plan({ ...profile, environmentVariables: { FLAVOUR: 'profile' } }, { config });
  expect(overruled.environment['FLAVOUR']).toMatchObject({ value: 'profile' });
  const nearer = await plan({ ...profile, environmentVariables: { FLAVOUR: 'profile' }, module: { environmentVariables: { FLAVOUR: 'module' } } }, { config });
  expect(nearer.environment['FLAVOUR']).toMatchObject({ value: 'module', from: 'profile "app" module' });
  const nearest = await plan({ ...profile, module: { environmentVariables: { FLAVOUR: 'module' } } }, { config, args: ['-e', 'FLAVOUR=option'] });
  expect(nearest.environment['FLAVOUR']).toMatchObject({ value: 'option' });
});

test('a program of web.config takes the place of the project\'s app', async () => {
  const config = webConfig('processPath="python3" arguments="-m http.server &quot;%ASPNETCORE_PORT%&quot;"');
  // The shell's port is not the one that the program gets.
  const { executablePath, args, entry } = await plan({ ...PROJECT, hostingModel: 'outofprocess' }, { config, env: { ASPNETCORE_PORT: '12345' } });
  expect({ executablePath, args, entry }).toEqual({ executablePath: 'python3', args: ['-m', 'http.server', '%ASPNETCORE_PORT%'], entry: null });
});

test('so does an Executable, whose port is chosen when it starts; without the module the shell\'s counts', async () => {
  const profile = { commandName: 'Executable', executablePath: 'python3', commandLineArgs: '-m http.server %PORT% --directory %FOLDER%' };
  const env = { PORT: '3000', FOLDER: 'public' };
  expect((await plan({ ...profile, hostingModel: 'outofprocess' }, { env })).args).toEqual(['-m', 'http.server', '%PORT%', '--directory', 'public']);
  expect((await plan(profile, { env })).args).toEqual(['-m', 'http.server', '3000', '--directory', 'public']);
});

test('a log whose path is another system\'s is where it is by default', async () => {
  const config = webConfig(String.raw`stdoutLogFile="\\?\%home%\LogFiles\stdout"`);
  const { module } = await plan({ ...PROJECT, hostingModel: 'inprocess' }, { config });
  expect(module?.['stdoutLogFile']).toEqual({ value: expect.stringMatching(/^\/.*\/aspnetcore-stdout$/), from: expect.stringContaining('is no path here') });
});

describe('what does not go together is refused before anything is started', () => {
  test.each<[string, object, string, string?]>([
    ['a program in-process', { commandName: 'Executable', executablePath: 'sh', hostingModel: 'inprocess' }, 'MEWS4306'],
    ['a server of one\'s own in-process', { ...PROJECT, hostingModel: 'inprocess', server: './main.js' }, 'MEWS4308'],
    ['an address of the app\'s own', { ...PROJECT, hostingModel: 'outofprocess', listen: 'app' }, 'MEWS4308'],
    ['several processes in-process', { ...PROJECT, hostingModel: 'inprocess', module: { processesPerApplication: 2 } }, 'MEWS4308'],
    ['a setting that is none', { ...PROJECT, hostingModel: 'inprocess', module: { startupTimeLimit: 'soon' } }, 'MEWS1210'],
    ['settings that are none', { ...PROJECT, hostingModel: 'inprocess', module: [] }, 'MEWS1210'],
    ['variables that are none', { ...PROJECT, hostingModel: 'inprocess', module: { environmentVariables: { A: [] } } }, 'MEWS1210'],
    ['a web.config that is too large', { ...PROJECT, hostingModel: 'inprocess' }, 'MEWS1217', '<a>'.repeat(90_000)],
    ['a broken web.config', { ...PROJECT, hostingModel: 'inprocess' }, 'MEWS1217', '<configuration>'],
    ['different paths', { ...PROJECT, applicationUrl: 'http://localhost:5000/a;http://localhost:5001/b', hostingModel: 'inprocess' }, 'MEWS4307'],
  ])('%s', async (_, profile, code, config) => {
    const { error, exitCode, out } = await run(profile, { config });
    expect({ code: error?.code, exitCode, out }).toEqual({ code, exitCode: 1, out: '' });
  });
});

test('what nobody knows is noted for those who ask for details', async () => {
  const profile = { ...PROJECT, hostingModel: 'inprocess', module: { startupRetryCount: 2, processesPerApplication: 2 } };
  const { err } = await run(profile, { config: webConfig('colour="blue"'), args: ['-v', 'd'] });
  expect(err).toMatch(/module\.startupRetryCount.*colour of <aspNetCore>/);
});
