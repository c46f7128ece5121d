import { describe, expect, test } from 'vitest';
import type { MewsError } from '../../src/foundation/errors/mews-error.ts';
import { runMews, startMews } from '../support/run-mews.ts';
import { program, type PlanJson } from '../support/run-program.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';

interface Hosted {
  readonly profile?: object;
  readonly iisSettings?: object;
  readonly webConfig?: string | Uint8Array;
  readonly files?: Record<string, string | object>;
}

/** A project with an IIS profile. */
function hosted({ profile, iisSettings, webConfig, files }: Hosted = {}): Promise<TempProject> {
  const site = iisSettings ?? { iisExpress: { applicationUrl: 'http://localhost:5123' } };
  return tempProject({
    'package.json': { name: 'hosted', type: 'module' },
    'src/main.ts': 'export default () => {};\n',
    'Properties/launchSettings.json': { iisSettings: site, profiles: { web: { commandName: 'IISExpress', ...profile } } },
    ...(webConfig === undefined ? {} : { 'web.config': webConfig }),
    ...files,
  });
}

const site = (aspNetCore: string): string => `<?xml version="1.0" encoding="utf-8"?>\n<configuration><system.webServer>${aspNetCore}</system.webServer></configuration>\n`;
const variable = (name: string, value: string): string => `<environmentVariable name="${name}" value="${value}" />`;

interface Asked {
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
}

/** The plan as `mews run --dry-run --format json` prints it. */
async function planned(project: TempProject, { args = [], env = {} }: Asked = {}): Promise<PlanJson> {
  const { exitCode, out, err } = await program(['run', '-lp', 'web', '--dry-run', '--format', 'json', ...args], { cwd: project.root, env });
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  return JSON.parse(out) as PlanJson;
}

/** Why `mews run` does not begin. */
async function refused(project: TempProject, args: readonly string[] = []): Promise<MewsError> {
  const { exitCode, out, error } = await program(['run', '-lp', 'web', '--format', 'json', ...args], { cwd: project.root });
  expect(exitCode).toBe(1);
  expect(out).not.toContain('buildStarted');
  if (!error) throw new Error(`no error in ${out}`);
  return error;
}

describe('mews run --dry-run of an IIS profile', () => {
  test("has the module's defaults, and says where a web.config would be", async () => {
    const project = await hosted();
    const told = (value: string | number | boolean) => ({ value, from: 'default' });
    expect(await planned(project)).toMatchObject({
      hostingModel: 'inprocess',
      urls: [{ value: 'http://localhost:5123', from: 'profile "web" iisSettings' }],
      executablePath: null,
      // All of them: test/launcher/plan/resolve-module.test.ts.
      module: { startupTimeLimit: told(120_000), stdoutLogFile: told(project.path('aspnetcore-stdout')), webConfig: null, webConfigPath: project.path('web.config') },
    });
  });

  test("lays the profile's module over web.config, and launchSettings.local.json over that", async () => {
    const project = await hosted({
      profile: { module: { requestTimeout: '00:00:20', idleTimeout: 20, stdoutLogEnabled: false } },
      webConfig: site('<aspNetCore startupTimeLimit="10" requestTimeout="00:00:10" stdoutLogEnabled="true" stdoutLogFile=".\\logs\\%NAME%" />'),
      files: { 'Properties/launchSettings.local.json': { profiles: { web: { module: { idleTimeout: 30 } } } } },
    });
    expect((await planned(project, { env: { NAME: 'out' } }))['module']).toMatchObject({
      startupTimeLimit: { value: 10_000, from: 'web.config startupTimeLimit' },
      requestTimeout: { value: 20_000, from: 'profile "web" module requestTimeout' },
      idleTimeout: { value: 30_000, from: 'profile "web" module idleTimeout' },
      stdoutLogEnabled: { value: false, from: 'profile "web" module stdoutLogEnabled' },
      stdoutLogFile: { value: project.path('logs/out'), from: 'web.config stdoutLogFile' },
    });
  });

  test('shows each setting with its reason, times in seconds', async () => {
    const { root: cwd, path } = await hosted({ webConfig: site('<aspNetCore requestTimeout="00:00:01.5" rapidFailsPerMinute="7" />') });
    const { stdout } = await runMews(['run', '-lp', 'web', '--dry-run'], { cwd });
    expect(stdout).toMatch(/^ {2}requestTimeout +1\.5 s {2}\(web\.config requestTimeout\)$/m);
    expect(stdout).toMatch(/^ {2}rapidFailsPerMinute +7 {2}\(web\.config rapidFailsPerMinute\)$/m);
    expect(stdout).toMatch(/^ {2}startupTimeLimit +120 s {2}\(default\)$/m);
    expect(stdout.split('\n').find((line) => /^ {2}web\.config /.test(line))?.replace(/ {2,}/g, ' ')).toBe(` web.config ${path('web.config')} (read from the app's folder)`);
  });

  test("reads the web.config of the app's working directory", async () => {
    const project = await hosted({ profile: { workingDirectory: 'www' }, webConfig: site('<aspNetCore startupTimeLimit="1" />'), files: { 'www/web.config': site('<aspNetCore startupTimeLimit="2" />') } });
    expect((await planned(project))['module']).toMatchObject({ startupTimeLimit: { value: 2000 }, webConfig: project.path('www/web.config'), webConfigPath: project.path('www/web.config'), stdoutLogFile: { value: project.path('www/aspnetcore-stdout') } });
  });

  test('takes the hosting model of web.config, unless something over it has one', async () => {
    const project = await hosted({ webConfig: site('<aspNetCore hostingModel="OutOfProcess" />') });
    expect((await planned(project))['hostingModel']).toBe('outofprocess');
    expect((await planned(project, { args: ['--hosting-model', 'inprocess'] }))['hostingModel']).toBe('inprocess');
    const { hostingModel } = await planned(await hosted({ profile: { ancmHostingModel: 'InProcess' }, webConfig: site('<aspNetCore hostingModel="OutOfProcess" />') }));
    expect(hostingModel).toBe('inprocess');
  });

  test('has variables in their order: shell, web.config, profile, module, -e', async () => {
    const names = ['FROM_SHELL', 'CONFIG', 'PROFILE', 'MODULE', 'OPTION'];
    const from = (first: number, value: string): Record<string, string> => Object.fromEntries(names.slice(first).map((name) => [name, value]));
    const project = await hosted({
      profile: { environmentVariables: from(2, 'profile'), module: { environmentVariables: from(3, 'module') } },
      webConfig: site(`<aspNetCore><environmentVariables>${names.slice(1).map((name) => variable(name, 'web.config')).join('')}</environmentVariables></aspNetCore>`),
    });
    const { environment, warnings } = await planned(project, { args: ['-e', 'OPTION=option'], env: from(0, 'shell') });
    expect(environment).not.toHaveProperty('FROM_SHELL'); // What the app inherits is no part of the plan.
    expect(names.slice(1).map((name) => [environment[name]?.value, environment[name]?.from])).toEqual([
      ['web.config', 'web.config'],
      ['profile', 'profile "web"'],
      ['module', 'profile "web" module'],
      ['option', '-e'],
    ]);
    expect(environment['CONFIG']?.overrides).toEqual({ value: 'shell', from: 'shell' });
    expect(warnings).toContain('CONFIG=shell from the shell is overridden by web.config (web.config).');
  });

  test('takes the name of the environment from web.config, too, and expands its values once', async () => {
    const project = await hosted({
      webConfig: site(`<aspNetCore><environmentVariables>${variable('ASPNETCORE_ENVIRONMENT', 'Staging')}${variable('GREETING', '%OUTER%!')}</environmentVariables></aspNetCore>`),
      files: { '.env.Staging': 'FROM_STAGING=1\n' },
    });
    const { environment } = await planned(project, { env: { OUTER: '%INNER%', INNER: 'twice' } });
    expect([environment['MEWS_ENVIRONMENT']?.value, environment['GREETING']?.value]).toEqual(['Staging', '%INNER%!']);
    expect(environment['FROM_STAGING']?.value).toBe('1');
  });

  test("has the app's path of its addresses, which listen without it", async () => {
    const project = await hosted({ iisSettings: { iisExpress: { applicationUrl: 'http://localhost:5123/shop/', sslPort: 44_300 } } });
    const plan = await planned(project);
    expect(plan.urls.map(({ value }) => value)).toEqual(['http://localhost:5123', 'https://localhost:44300']);
    expect(plan['module']).toMatchObject({ applicationPath: { value: '/shop', from: 'profile "web" iisSettings' } });
    expect(plan.environment['PORT']?.value).toBe('5123');
  });

  test.each([
    ['nothing', undefined, '/shop/'],
    ['a page of the app', 'swagger', '/shop/swagger'],
    ['a page of the site', '/other', '/other'],
    ['another site', 'http://localhost:1/', 'http://localhost:1/'],
  ])("opens the browser where the app is: launchUrl is %s", async (_what, launchUrl, opened) => {
    const project = await hosted({ profile: { launchBrowser: true, launchUrl }, iisSettings: { iisExpress: { applicationUrl: 'http://localhost:5123/shop' } } });
    expect(await planned(project)).toMatchObject({ launchBrowser: true, launchUrl: opened });
  });
});

describe('a web.config that is not in force', () => {
  const BROKEN = '<configuration>';

  test('is not read for a Project profile without a hosting model', async () => {
    const plan = await planned(await hosted({ profile: { commandName: 'Project' }, webConfig: BROKEN }));
    expect(plan['hostingModel']).toBeNull();
    expect(plan).not.toHaveProperty('module');
  });

  test('is read for it once it has one', async () => {
    const project = await hosted({ profile: { commandName: 'Project', hostingModel: 'outofprocess', applicationUrl: 'http://localhost:5123/base' }, webConfig: site('<aspNetCore startupTimeLimit="9" hostingModel="inprocess" />') });
    expect(await planned(project)).toMatchObject({ hostingModel: 'outofprocess', module: { startupTimeLimit: { value: 9000 }, applicationPath: { value: '/base' } } });
    const onCommandLine = await hosted({ profile: { commandName: 'Project' }, webConfig: BROKEN });
    expect((await refused(onCommandLine, ['--hosting-model', 'inprocess'])).code).toBe('MEWS1217');
  });

  test('says nothing without <aspNetCore>', async () => {
    const plan = await planned(await hosted({ webConfig: '<configuration><system.web /></configuration>' }));
    expect(plan['module']).toMatchObject({ startupTimeLimit: { from: 'default' } });
  });
});

describe('the program behind the module', () => {
  test.each([
    ['node', 'server.js'],
    ['dotnet', '.\\Hosted.dll'],
    ['%LAUNCHER_PATH%', '%LAUNCHER_ARGS%'],
  ])("is the project's own app with processPath=\"%s\"", async (processPath, words) => {
    const project = await hosted({ profile: { commandLineArgs: '--own' }, webConfig: site(`<aspNetCore processPath="${processPath}" arguments="${words}" />`) });
    const plan = await planned(project);
    expect(plan).toMatchObject({ executablePath: null, entry: project.path('src/main.ts'), args: ['--own'] });
    expect(plan.warnings.join()).toMatch(processPath === 'dotnet' ? /processPath 'dotnet'/ : /^$/);
  });

  test.each([
    ['python3', '-m http.server %ASPNETCORE_PORT%', 'python3', ['-m', 'http.server', '%ASPNETCORE_PORT%']],
    ['./x.sh', '&quot;a b&quot; &quot;%WORD%&quot;', './x.sh', ['a b', 'from shell']],
    ['.\\x.sh', '', './x.sh', []],
  ])('is %s with the arguments %s', async (processPath, written, executablePath, args) => {
    const project = await hosted({ profile: { commandLineArgs: '--own' }, webConfig: site(`<aspNetCore processPath="${processPath}" arguments="${written}" hostingModel="OutOfProcess" />`), files: { 'src/main.ts': '' } });
    expect(await planned(project, { env: { WORD: 'from shell' } })).toMatchObject({ executablePath, args, entry: null, build: { kind: 'none' } });
    expect((await planned(project, { args: ['--', 'mine'] })).args).toEqual(['mine']);
  });

  test("is an Executable profile's own, whatever web.config names", async () => {
    const project = await hosted({ profile: { commandName: 'Executable', executablePath: 'ruby', commandLineArgs: 'app.rb', hostingModel: 'outofprocess' }, webConfig: site('<aspNetCore processPath="python3" arguments="app.py" startupTimeLimit="9" />') });
    expect(await planned(project)).toMatchObject({ executablePath: 'ruby', args: ['app.rb'], module: { startupTimeLimit: { value: 9000 } } });
  });

  test.skipIf(process.platform === 'win32')('with a drive in its path is warned of', async () => {
    const project = await hosted({ webConfig: site('<aspNetCore processPath="C:\\Python\\python.exe" hostingModel="OutOfProcess" />') });
    expect((await planned(project)).warnings.join()).toMatch(/^web\.config processPath: 'C:\\Python\\python\.exe' is a Windows path/);
  });

  test('needs no Node app in the folder, and may stand in the profile', async () => {
    const project = await tempProject({
      'Properties/launchSettings.json': { profiles: { web: { commandName: 'Project', hostingModel: 'outofprocess', module: { processPath: 'python3', arguments: 'app.py' } } } },
      'web.config': site('<aspNetCore processPath="dotnet" arguments=".\\Hosted.dll" />'),
    });
    expect(await planned(project)).toMatchObject({ executablePath: 'python3', args: ['app.py'], warnings: [] });
  });
});

describe('the port of a program', () => {
  const webConfig = site('<aspNetCore processPath="python3" arguments="-m http.server %ASPNETCORE_PORT%" />');

  test('is chosen when it starts, whatever the shell says', async () => {
    const project = await hosted({ profile: { hostingModel: 'outofprocess' }, webConfig });
    expect((await planned(project, { env: { ASPNETCORE_PORT: '12345' } })).args).toEqual(['-m', 'http.server', '%ASPNETCORE_PORT%']);
  });

  test('so is that of an Executable behind the module; without it the shell\'s counts', async () => {
    const profile = { commandName: 'Executable', executablePath: 'python3', commandLineArgs: '-m http.server %PORT% --directory %FOLDER%' };
    const env = { PORT: '3000', FOLDER: 'public' };
    expect((await planned(await hosted({ profile: { ...profile, hostingModel: 'outofprocess' } }), { env })).args).toEqual(['-m', 'http.server', '%PORT%', '--directory', 'public']);
    expect((await planned(await hosted({ profile }), { env })).args).toEqual(['-m', 'http.server', '3000', '--directory', 'public']);
  });
});

test("a log whose path is another system's is where it is by default", async () => {
  const project = await hosted({ webConfig: site(String.raw`<aspNetCore stdoutLogFile="\\?\%home%\LogFiles\stdout" />`) });
  const { module } = await planned(project);
  expect(module).toMatchObject({ stdoutLogFile: { value: project.path('aspnetcore-stdout'), from: expect.stringContaining('is no path here') as string } });
});

describe('mews run refuses', () => {
  test.each([
    ['malformed XML', '<configuration>\n  <system.webServer>\n</configuration>', 'MEWS1217', 2, 21],
    ['a document type', '<?xml version="1.0"?>\n  <!DOCTYPE c [<!ENTITY a "b">]>\n<configuration>&a;</configuration>', 'MEWS1217', 2, 3],
    ['a value that cannot be', '<configuration><system.webServer>\n  <aspNetCore startupTimeLimit="soon" />\n</system.webServer></configuration>', 'MEWS1217', 2, 32],
    ['a variable that is there twice', `<configuration><system.webServer><aspNetCore><environmentVariables>\n${variable('A', '1')}\n ${variable('A', '2')}</environmentVariables></aspNetCore></system.webServer></configuration>`, 'MEWS1217', 3, 2],
  ])('%s in web.config, at its place', async (_what, webConfig, code, line, column) => {
    const project = await hosted({ webConfig });
    expect(await refused(project)).toMatchObject({ code, location: { file: project.path('web.config'), line, column } });
  });

  test('a web.config with the place and the lines around it', async () => {
    const { root: cwd } = await hosted({ webConfig: '<configuration><system.webServer>\n  <aspNetCore startupTimeLimit="soon" />\n</system.webServer></configuration>' });
    const { code, stderr } = await runMews(['run', '-lp', 'web', '--dry-run'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('MEWS1217');
    expect(stderr).toMatch(/web\.config:2:32/);
    expect(stderr).toContain('> 2 |   <aspNetCore startupTimeLimit="soon" />');
  });

  test("a module of the profile that cannot be, in its own file", async () => {
    const project = await hosted({ files: { 'Properties/launchSettings.local.json': '{ "profiles": { "web": {\n  "module": { "rapidFailsPerMinute": 101 } } } }' } });
    expect(await refused(project)).toMatchObject({ code: 'MEWS1210', location: { line: 2, column: 38 } });
  });

  test('addresses with different paths', async () => {
    const project = await hosted({ profile: { applicationUrl: 'http://localhost:5123/a;http://localhost:5124/b' }, iisSettings: {} });
    const { code, message } = await refused(project);
    expect(code).toBe('MEWS4307');
    expect(message).toContain("'http://localhost:5123/a' and 'http://localhost:5124/b' (from profile \"web\" applicationUrl)");
  });

  test.each<[string, Hosted, readonly string[], string, RegExp]>([
    ['an Executable in-process', { profile: { commandName: 'Executable', executablePath: 'python3' } }, ['--hosting-model', 'inprocess'], 'MEWS4306', /'python3'/],
    ['a web.config that is too large', { webConfig: '<a>'.repeat(90_000) }, [], 'MEWS1217', /larger than 250 KiB/],
    ['a program of web.config in-process', { webConfig: site('<aspNetCore processPath="python3" />') }, [], 'MEWS4306', /'python3'/],
    ['a server of its own in-process', { files: { 'server.ts': 'export default () => {};\n' } }, ['--server', './server.ts'], 'MEWS4308', /'\.\/server\.ts' \(from --server\)/],
    ['"listen": "app"', { profile: { listen: 'app' } }, [], 'MEWS4308', /"listen": "app" \(from profile "web" listen\)/],
    ['"listen": "inherit" out-of-process', { profile: { listen: 'inherit' } }, ['--hosting-model', 'outofprocess'], 'MEWS4308', /'outofprocess'/],
    ['processesPerApplication 2 in-process', { webConfig: site('<aspNetCore processesPerApplication="2" />') }, [], 'MEWS4308', /processesPerApplication 2 \(from web\.config processesPerApplication\)/],
  ])('%s', async (_what, situation, args, code, message) => {
    expect(await refused(await hosted(situation), args)).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });
});

test('what nobody knows of a module is told with -v d alone, and keeps nothing from running', async () => {
  const { root: cwd } = await hosted({ profile: { module: { startupRetries: 1 } }, webConfig: site('<aspNetCore startupRetryCount="2" />') });
  const args = ['run', '-lp', 'web', '--urls', 'http://127.0.0.1:0'];
  const quiet = startMews(args, { cwd });
  await quiet.said(/Now listening on/);
  expect(quiet.stderr()).not.toContain('startupRetr');
  const detailed = startMews([...args, '-v', 'd'], { cwd });
  await detailed.said(/Settings that mews does not know are ignored: module\.startupRetries, startupRetryCount of <aspNetCore> \(IIS refuses it: 500\.19\)/);
  await detailed.said(/Now listening on/);
});

test('mews profiles lists IIS profiles as usable, with their addresses and the model they name', async () => {
  const { root: cwd } = await hosted({ profile: { ancmHostingModel: 'OutOfProcess' } });
  expect((await runMews(['profiles'], { cwd })).stdout).toBe('  web  IISExpress (outofprocess)  http://localhost:5123\n');
  const [listed] = JSON.parse((await runMews(['profiles', '--format', 'json'], { cwd })).stdout) as unknown[];
  expect(listed).toMatchObject({ name: 'web', hostingModel: 'outofprocess', urls: ['http://localhost:5123'], usable: true });
});
