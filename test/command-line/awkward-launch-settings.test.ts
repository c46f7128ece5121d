import { describe, expect, it } from 'vitest';
import { runMews } from '../support/run-mews.ts';
import { planOf, program } from '../support/run-program.ts';
import { tempProject } from '../support/temp-project.ts';

const SETTINGS = 'Properties/launchSettings.json';

const projectWith = (settings: string | Uint8Array | object) => tempProject({ 'src/main.ts': 'export default () => {};', [SETTINGS]: settings });

/** Settings with the one profile `web`, a Project unless `profile` says otherwise. */
const web = (profile: object, others: object = {}) => ({ profiles: { web: { commandName: 'Project', ...profile } }, ...others });

const urlsOf = (plan: { urls: readonly { value: string }[] }) => plan.urls.map(({ value }) => value);

describe('launch settings that are read all the same', () => {
  const simple = JSON.stringify(web({ applicationUrl: 'http://localhost:5123' }), null, 2);

  it.each<[string, string | Uint8Array]>([
    ['with a byte order mark', `\uFEFF${simple}`],
    ['in UTF-16, little endian', Buffer.from(`\uFEFF${simple}`, 'utf16le')],
    ['in UTF-16, big endian', Buffer.from(`\uFEFF${simple}`, 'utf16le').swap16()],
    ['with Windows line ends', simple.replaceAll('\n', '\r\n')],
    ['with the line ends of old Macs', simple.replaceAll('\n', '\r')],
    ['with comments everywhere', simple.replaceAll(/(?<=")\s*:|[{},]/g, '/*a*/$&//b\n')],
    ['with trailing commas', simple.replaceAll(/\n( *)\}/g, ',\n$1}')],
    ['with the same key twice, the last of which counts', '{"profiles":{"web":{"commandName":"Docker"},"web":{"commandName":"Project","applicationUrl":"x","applicationUrl":"http://localhost:5123"}}}'],
    ['with null for what is not said', JSON.stringify(web({ applicationUrl: 'http://localhost:5123', commandLineArgs: null, environmentVariables: null, launchUrl: null, launchBrowser: null, server: null, inspect: null }))],
    ['with blanks around the address', JSON.stringify(web({ applicationUrl: ' http://localhost:5123 ; ' }))],
  ])('%s', async (_how, settings) => {
    const { root: cwd } = await projectWith(settings);
    const plan = await planOf([], { cwd });
    expect(plan).toMatchObject({ profile: { name: 'web', source: SETTINGS }, warnings: [] });
    expect(urlsOf(plan)).toEqual(['http://localhost:5123']);
  });

  it('keeps the file order of names that look like numbers', async () => {
    const { root: cwd } = await projectWith('{"profiles":{"z":{"commandName":"Docker"},"2":{"commandName":"Project"},"1":{"commandName":"Project"}}}');
    expect((await planOf([], { cwd })).profile?.name).toBe('2');
    const { out } = await program(['profiles', '--format', 'json'], { cwd });
    expect((JSON.parse(out) as { name: string }[]).map(({ name }) => name)).toEqual(['z', '2', '1']);
  });

  it('finds the one usable profile of a thousand', async () => {
    const profiles = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`p${at}`, { commandName: at === 999 ? 'Project' : 'Docker' }]));
    const { root: cwd } = await projectWith({ profiles });
    expect((await planOf([], { cwd })).profile?.name).toBe('p999');
    expect((await program(['profiles'], { cwd })).out.trimEnd().split('\n')).toHaveLength(1000);
  });

  it.each(['a "quoted" name', "it's", 'два слова', '日本 🐎', '__proto__', 'constructor', ' spaced ', '%PATH%', '$(ProjectName)', 'a\nb\tc'])('takes the profile name %j', async (name) => {
    const { root: cwd } = await projectWith(`{"profiles":{${JSON.stringify(name)}:{"commandName":"Project","environmentVariables":{"__proto__":"x","constructor":"y"}}}}`);
    const plan = await planOf(['-lp', name], { cwd });
    expect(plan.profile?.name).toBe(name);
    expect(plan.environment['constructor']).toEqual({ value: 'y', from: `profile "${name}"` });
    expect((await program(['profiles'], { cwd })).out.split('\n')).toHaveLength(2);
  });

  it('takes numbers and booleans for variables as they are written, with a word', async () => {
    const { root: cwd } = await projectWith('{"profiles":{"web":{"commandName":"Project","environmentVariables":{"A":12345678901234567890,"B":true,"C":null}}}}');
    const plan = await planOf([], { cwd });
    expect(plan.environment).toMatchObject({ A: { value: '12345678901234567890' }, B: { value: 'true' } });
    expect(plan.environment).not.toHaveProperty('C');
    expect(plan.warnings).toEqual([expect.stringMatching(/^The variable A .*with quotes\.$/), expect.stringMatching(/^The variable B /)]);
  });

  it.each([undefined, null, '', '   ', ';', ' ; '])('takes the applicationUrl %j for none', async (applicationUrl) => {
    const { root: cwd } = await projectWith(web({ applicationUrl }));
    const [url, ...more] = (await planOf([], { cwd })).urls;
    expect(url).toMatchObject({ value: expect.stringMatching(/^http:\/\/localhost:5\d{3}$/), from: expect.stringMatching(/^default/) });
    expect(more).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['http://localhost:5123/;https://localhost:5124/', ['http://localhost:5123/', 'https://localhost:5124/']],
    ['http://+:80/', ['http://+:80/']],
    ['HTTP://LOCALHOST:5123', ['HTTP://LOCALHOST:5123']],
    ['http://localhost:%APP_PORT%', ['http://localhost:7000']],
    ['http://$(APP_HOST):5123', ['http://127.0.0.1:5123']],
    ['http://[::1]:5123;http://[::1]:5123/', ['http://[::1]:5123']],
  ])('reads the applicationUrl %j', async (applicationUrl, urls) => {
    const { root: cwd } = await projectWith(web({ applicationUrl }));
    const plan = await planOf([], { cwd, env: { APP_PORT: '7000', APP_HOST: '127.0.0.1' } });
    expect(urlsOf(plan)).toEqual(urls);
    expect(plan.warnings).toEqual([]);
  });
});

describe('a default profile that cannot be used', () => {
  it.each<[string, object | string, RegExp]>([
    ['profiles that are a list', { profiles: [] }, /'profiles' property of .* is not a JSON object/],
    ['no profiles at all', {}, /'profiles' property of .* is not a JSON object/],
    ['a root that is no object', '[1]', /'profiles' property of .* is not a JSON object/],
    ['no profile', { profiles: {} }, /usable launch profile could not be located/],
    ['a profile that is null', { profiles: { web: null } }, /'web' has no commandName/],
    ['a commandName in the wrong case', web({ commandName: 'project' }), /'web' has the unknown commandName 'project'/],
    ['no commandName', { profiles: { web: {} } }, /'web' has no commandName/],
    ['commands of other tools only', { profiles: { d: { commandName: 'Docker' }, w: { commandName: 'WSL2' } } }, /'d' cannot be launched: Docker needs .*; 'w' cannot be launched: WSL2/],
    ['IIS only, which is taken by name', { profiles: { iis: { commandName: 'IISExpress' } } }, /'iis' \(IISExpress\) is taken only by name/],
    ['a number for the address', web({ applicationUrl: 5000 }), /"applicationUrl" of the launch profile 'web' is 5000\. It must be a string/],
    ['an object for a variable', web({ environmentVariables: { A: {} } }), /"environmentVariables\.A".* is \{\}\. It must be a string/],
    ['a list for the arguments', web({ commandLineArgs: ['a'] }), /"commandLineArgs".*It must be a string/],
    ['an unknown hosting model', web({ hostingModel: 'inproc' }), /It must be 'inprocess' or 'outofprocess'/],
    ['an Executable without a path', web({ commandName: 'Executable' }), /has the commandName Executable but no executablePath/],
  ])('is a warning, and the app runs without: %s', async (_what, settings, why) => {
    const { root: cwd } = await projectWith(settings);
    const plan = await planOf([], { cwd });
    expect(plan).toMatchObject({ profile: null, commandName: 'Project', warnings: [expect.stringMatching(why)] });
    expect(plan.warnings[0]).toMatch(/^The launch profile "\(Default\)" could not be applied: .*The app runs without a profile\.$/);
  });
});

describe('a profile asked for by name that cannot be used', () => {
  it.each<[string, object | string, string]>([
    ['profiles that are a list', { profiles: [] }, 'MEWS1202'],
    ['a profile that is null', { profiles: { web: null } }, 'MEWS1205'],
    ['several that differ in case only', { profiles: { web: { commandName: 'Project' }, WEB: { commandName: 'Project' } } }, 'MEWS1206'],
    ['no commandName', { profiles: { web: {} } }, 'MEWS1207'],
    ['a commandName in the wrong case', web({ commandName: 'project' }), 'MEWS1208'],
    ...['Docker', 'DockerCompose', 'SdkContainer', 'WSL', 'WSL2', 'MsixPackage', 'DebugRoslynComponent'].map((commandName): [string, object, string] => [commandName, web({ commandName }), 'MEWS1209']),
    ['a number for the address', web({ applicationUrl: 5000 }), 'MEWS1210'],
    ['a NUL character', web({ commandLineArgs: 'a\0b' }), 'MEWS1210'],
    ['an inspector port that is none', web({ inspect: 99_999 }), 'MEWS1210'],
    ['an Executable without a path', web({ commandName: 'Executable', executablePath: ' ' }), 'MEWS1211'],
    ['iisSettings that are a list', web({ commandName: 'IISExpress' }, { iisSettings: [] }), 'MEWS1213'],
    ['an sslPort in a string', web({ commandName: 'IISExpress' }, { iisSettings: { iisExpress: { sslPort: '44300' } } }), 'MEWS1213'],
  ])('is an error: %s', async (_what, settings, code) => {
    const { root: cwd } = await projectWith(settings);
    const { error, out } = await program(['run', '-lp', 'web'], { cwd });
    expect({ code: error?.code, out }).toEqual({ code, out: '' });
    expect(error?.hint).not.toBe('');
    if (code !== 'MEWS1206') expect(error?.location).toMatchObject({ line: expect.any(Number), frame: expect.stringContaining('^') });
  });

  it('is no error with --no-launch-profile, whatever the file holds', async () => {
    const { root: cwd } = await projectWith('{ this is no JSON');
    expect(await planOf(['--no-launch-profile'], { cwd })).toMatchObject({ profile: null, warnings: [] });
  });
});

describe('an address in a profile that cannot be read', () => {
  it.each<[string, string]>([
    ['localhost:5000', 'MEWS3001'],
    ['http://$(Host):5000', 'MEWS3001'],
    ['http://localhost:5000,http://localhost:5001', 'MEWS3001'],
    ['http://localhost:5000;ftp://localhost', 'MEWS3002'],
    ['http://localhost:%APP_PORT%', 'MEWS3003'],
    ['http://localhost:5000/app', 'MEWS3004'],
  ])('%s stops the launch; the plan of a default profile can still be seen', async (applicationUrl, code) => {
    const { root: cwd } = await projectWith(web({ applicationUrl }));
    const plan = await planOf([], { cwd });
    expect(urlsOf(plan)).toEqual(applicationUrl.split(';'));
    expect(plan.warnings.at(-1)).toMatch(/\(from profile "web" applicationUrl\).*The app cannot be started there/);
    for (const args of [['run'], ['run', '-lp', 'web'], ['run', '-lp', 'web', '--dry-run']]) {
      const { error } = await program(args, { cwd });
      expect(error).toMatchObject({ code, message: expect.stringContaining('profile "web" applicationUrl') });
    }
    expect((await program(['run', '--urls', 'http://localhost:0', '--dry-run'], { cwd })).error).toBeUndefined();
  });
});

describe('the addresses of an IIS profile', () => {
  it.each<[string, object, string[]]>([
    ['its site and its sslPort', { iisExpress: { applicationUrl: 'http://localhost:5123', sslPort: 44_300 } }, ['http://localhost:5123', 'https://localhost:44300']],
    ['its site without https', { iisExpress: { applicationUrl: 'http://localhost:5123/', sslPort: 0 } }, ['http://localhost:5123/']],
    ['its own applicationUrl when the site has none', { iisExpress: { sslPort: 0 } }, ['http://localhost:9999']],
    ["its own applicationUrl when there is another one's site only", { iis: { applicationUrl: 'http://localhost:5123' } }, ['http://localhost:9999']],
  ])('are those of %s', async (_what, iisSettings, urls) => {
    const { root: cwd } = await projectWith(web({ commandName: 'IISExpress', applicationUrl: 'http://localhost:9999' }, { iisSettings }));
    const plan = await planOf(['-lp', 'web'], { cwd });
    expect(urlsOf(plan)).toEqual(urls);
    const { out } = await program(['profiles', '--format', 'json'], { cwd });
    expect(JSON.parse(out)).toEqual([expect.objectContaining({ name: 'web', urls, usable: true, default: false })]);
  });
});

describe('through the real command', () => {
  it('names the properties that it does not know, to those who ask for details', async () => {
    const { root: cwd, write } = await projectWith(web({ aplicationUrl: 'x', hotReloadEnabled: true, mine: {} }));
    write('src/main.ts', 'process.exitCode = 3;');
    const detailed = await runMews(['run', '-v', 'd'], { cwd });
    expect(detailed).toMatchObject({ code: 3, stderr: expect.stringMatching(/^Settings that mews does not know are ignored: aplicationUrl, mine$/m) });
    expect((await runMews(['run'], { cwd })).stderr).not.toContain('aplicationUrl');
  });

  it('warns of a default profile that cannot be used, and refuses one asked for by name', async () => {
    const { root: cwd } = await projectWith(web({ commandName: 'Docker' }));
    const planned = await runMews(['run', '--dry-run'], { cwd });
    expect(planned.code).toBe(0);
    expect(planned.stdout).toMatch(/^Profile +\(none\) /m);
    expect(planned.stdout).toMatch(/^warning: The launch profile "\(Default\)" could not be applied/m);
    const refused = await runMews(['run', '-lp', 'WEB'], { cwd });
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^error MEWS1209: [^]*hint: /) });
  });
});
