import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runMews } from '../support/run-mews.ts';
import { program } from '../support/run-program.ts';
import { tempProject } from '../support/temp-project.ts';

const SETTINGS = {
  profiles: {
    http: { commandName: 'Project', applicationUrl: 'http://localhost:5123' },
    https: { commandName: 'Project', applicationUrl: 'https://localhost:7123;http://localhost:5123' },
    iis: { commandName: 'IISExpress' },
    broker: { commandName: 'HttpSys' },
  },
  iisSettings: { iisExpress: { applicationUrl: 'http://localhost:5123' } },
};

/** A project that must never be started, and files that cannot be. */
const project = (files: Record<string, string | object> = {}) =>
  tempProject({
    'package.json': { name: 'p', type: 'module' },
    'src/main.ts': 'throw new Error("it was started");',
    'Properties/launchSettings.json': SETTINGS,
    'readme.md': '# p',
    'p.sln': '',
    'near-server.js': '',
    ...files,
  });

describe('a command line that cannot be understood', () => {
  it.each<[string, string, RegExp, RegExp]>([
    // What is typed, the code, what the message says, what the hint says.
    ['rnu', 'MEWS1002', /'rnu'/, /Did you mean 'run'\?.*mews --help/],
    ['dev', 'MEWS1002', /'dev'/, /Did you mean 'watch'\?/],
    ['frobnicate', 'MEWS1002', /'frobnicate'/, /^Run 'mews --help'/],
    ['app.ts', 'MEWS1002', /'app\.ts'/, /Did you mean 'run app\.ts'/],
    ['help rnu', 'MEWS1002', /'rnu'/, /Did you mean 'run'/],
    ['--frobnicate', 'MEWS1001', /'--frobnicate'/, /mews --help/],
    ['run --frobnicate', 'MEWS1001', /'--frobnicate'/, /mews run --help.*go after '--'/],
    ['run -x', 'MEWS1001', /'-x'/, /mews run --help/],
    ['run --enviroment A=1', 'MEWS1001', /'--enviroment'/, /Did you mean '--environment'\?/],
    ['run --launchprofile=x', 'MEWS1001', /'--launchprofile/, /Did you mean '--launch-profile'/],
    ['run --profle x', 'MEWS1001', /'--profle'/, /Did you mean '--launch-profile'/],
    ['build --server x', 'MEWS1001', /'--server'/, /mews build --help/],
    ['run -lp htp', 'MEWS1203', /'htp'/, /Did you mean 'http' or 'https'\?/],
    ['run -c Relese', 'MEWS1004', /'Relese' is not a value of -c\|--configuration/, /Did you mean 'Release'\? Use 'Debug' or 'Release'/],
    ['build -c Relese', 'MEWS1004', /'Relese'/, /'Release'/],
    ['run --hosting-model inproc', 'MEWS1004', /'inproc' .* --hosting-model/, /Did you mean 'inprocess'/],
    ['run --reverse-proxy ngnix', 'MEWS1004', /'ngnix' .* --reverse-proxy/, /Did you mean 'nginx'/],
    ['run --typecheck gat', 'MEWS1004', /'gat' .* --typecheck/, /Did you mean 'gate'/],
    ['run --format jsn', 'MEWS1004', /'jsn' .* --format/, /Did you mean 'json'/],
    ['run -v loud', 'MEWS1004', /'loud' .* -v\|--verbosity/, /'quiet', 'minimal', 'normal' or 'detailed'/],
    ['run --server', 'MEWS1003', /--server has no value/, /mews run --help/],
    ['run -lp', 'MEWS1003', /--launch-profile has no value/, /mews run --help/],
    ['run --project --dry-run', 'MEWS1003', /--project has no value: '--dry-run' looks like an option/, /mews run --help/],
    ['run -e --dry-run', 'MEWS1003', /-e has no value: '--dry-run'/, /mews run --help/],
    ['run a.ts b.ts', 'MEWS1003', /too many arguments .* go after '--'/, /mews run --help/],
    ['profiles a b', 'MEWS1003', /too many arguments/, /mews profiles --help/],
    ['build -- x', 'MEWS1003', /'mews build' starts no app/, /mews build --help/],
    ['-- x', 'MEWS1003', /no command stands before '--'/, /mews --help/],
    ['run -e FOO', 'MEWS1005', /'-e FOO'/, /NAME=VALUE/],
    ['run -e =x', 'MEWS1005', /'-e =x'/, /NAME=VALUE/],
    ['run app.ts --project .', 'MEWS1006', /'app\.ts' and --project/, /Leave out/],
    ['profiles app.ts --project .', 'MEWS1006', /'app\.ts' and --project/, /Leave out/],
    ['run -lp http --no-launch-profile', 'MEWS1006', /--launch-profile and --no-launch-profile/, /Leave out/],
    ['run --inspect=abc', 'MEWS1007', /'abc' .* --inspect/, /9229/],
    ['run --inspect-brk=70000', 'MEWS1007', /'70000' .* --inspect-brk/, /from 0 to 65535/],
    ['run --urls localhost:5000', 'MEWS3001', /'localhost:5000' \(from --urls\)/, /http:\/\/localhost:5000/],
    ['run --urls http://', 'MEWS3001', /'http:\/\/'/, /scheme, host and port/],
    ['run --urls ;', 'MEWS3001', /';' \(from --urls\)/, /scheme, host and port/],
    ['run --urls http://a:1,http://b:2', 'MEWS3001', /from --urls/, /separated by semicolons/],
    ['run --urls ftp://localhost', 'MEWS3002', /'ftp:\/\/localhost'/, /http:\/\/localhost:5000/],
    ['run --urls http://localhost:99999', 'MEWS3003', /'99999'/, /0 takes a free port/],
    ['run --urls http://localhost:0;http://localhost/x', 'MEWS3004', /'\/x'/, /Remove the path/],
    ['run --urls http://unix:x.sock', 'MEWS3005', /must be absolute/, /unix:\/run/],
    ['run --urls http://pipe:/x', 'MEWS3009', /named pipe: only Windows/, /unix socket/],
    ['run -e ASPNETCORE_URLS=nope', 'MEWS3001', /'nope' \(from -e ASPNETCORE_URLS\)/, /scheme, host and port/],
    ['run --project nope', 'MEWS1102', /'nope'/, /folder with a package\.json/],
    ['run --project sr', 'MEWS1102', /'sr'/, /Did you mean 'src'/],
    ['run --project p.sln', 'MEWS1103', /'p\.sln' is not a valid project file/, /mews run <file>/],
    ['run --project src/main.ts', 'MEWS1103', /'src\/main\.ts'/, /mews run <file>/],
    ['clean --project p.sln', 'MEWS1103', /'p\.sln'/, /--project takes/],
    ['run nofile.ts', 'MEWS1110', /'nofile\.ts'/, /TypeScript or JavaScript/],
    ['run src/mian.ts', 'MEWS1110', /'src\/mian\.ts'/, /Did you mean 'main\.ts'/],
    ['run readme.md', 'MEWS1111', /'readme\.md'/, /Executable profile/],
    ['run src', 'MEWS1107', /it is a folder; use --project/, /Check/],
    ['run --server kestrl', 'MEWS4001', /'kestrl' \(from --server\)/, /Did you mean 'kestrel'\?/],
    ['run --server=', 'MEWS4001', /''/, /'kestrel'/],
    ['run --server http', 'MEWS4001', /'http'.*no package of that name/, /'kestrel'/],
    ['run --server ./nera-server.js', 'MEWS4001', /there is no file .*nera-server\.js/, /Did you mean '\.\/near-server\.js'/],
    ['run --server not-installed', 'MEWS4001', /'not-installed'.*no package of that name is installed/, /path or package name/],
    ['run --server HttpSys', 'MEWS4002', /'httpsys' \(from --server\)/, /Leave out --server/],
    ['run --hosting-model InProcess --server ./near-server.js', 'MEWS4308', /'\.\/near-server\.js' \(from --server\) does not go with the hosting model 'inprocess'/, /Leave out/],
    ['run --reverse-proxy nginx', 'MEWS4002', /'nginx' \(from --reverse-proxy\)/, /Leave out --reverse-proxy/],
    ['run -lp broker', 'MEWS4002', /'httpsys' \(from profile "broker" commandName\)/, /"commandName": "Project"/],
  ])('mews %s: %s', async (line, code, message, hint) => {
    const { root: cwd } = await project();
    const { error, out, err, exitCode } = await program(line.split(' '), { cwd });
    expect({ code: error?.code, exitCode, out }).toEqual({ code, exitCode: 1, out: '' });
    expect(error?.message).toMatch(message);
    expect(error?.hint).toMatch(hint);
    expect(err).not.toMatch(/Build|it was started/);
  });

  it.each([['run', '-e', ''], ['run', '--urls', ''], ['run', '--urls', '  '], ['run', '--server', '']])('mews %s %s %j', async (...argv) => {
    const { root: cwd } = await project();
    expect((await program(argv, { cwd })).error?.code).toMatch(/^MEWS(1005|3001|4001)$/);
  });
});

describe('a project that cannot be understood', () => {
  it.each<[string, Record<string, string | object>, string, RegExp]>([
    ['no entry', { 'package.json': {}, 'src/lib.ts': '' }, 'MEWS1104', /No entry point/],
    ['two entries', { 'package.json': {}, 'src/main.ts': '', 'src/main.js': '' }, 'MEWS1106', /'src\/main\.ts' or 'src\/main\.js'/],
    ['an entry that is missing', { 'package.json': { mews: { entry: 'src/app.ts' } }, 'src/main.ts': '' }, 'MEWS1105', /'src\/app\.ts', named by "mews\.entry"/],
    ['an entry that is a folder', { 'package.json': { mews: { entry: 'src' } }, 'src/main.ts': '' }, 'MEWS1107', /it is a folder/],
    ['an entry that is no source', { 'package.json': { mews: { entry: 'a.txt' } }, 'a.txt': '' }, 'MEWS1111', /a\.txt/],
    ['a number for the entry', { 'package.json': { mews: { entry: 5 } }, 'src/main.ts': '' }, 'MEWS1109', /"mews\.entry" in package\.json is 5/],
    ['an unknown type-check', { 'package.json': { mews: { typecheck: 'on' } }, 'src/main.ts': '' }, 'MEWS1109', /"mews\.typecheck".*"on"/],
    ['an empty build', { 'package.json': { mews: { build: '' } }, 'src/main.ts': '' }, 'MEWS1109', /"mews\.build"/],
    ['a list for "mews"', { 'package.json': { mews: [] }, 'src/main.ts': '' }, 'MEWS1108', /"mews" is \[\], not an object/],
    ['a package.json that is no object', { 'package.json': '[]', 'src/main.ts': '' }, 'MEWS1108', /its root is not an object/],
    ['a package.json with a comment', { 'package.json': '{ // no\n}', 'src/main.ts': '' }, 'MEWS1108', /is not valid/],
    ['an empty package.json', { 'package.json': '', 'src/main.ts': '' }, 'MEWS1108', /it is empty/],
    ['nothing at all', { 'notes.txt': '' }, 'MEWS1101', /Could not find a project/],
    ['a profile with a missing working directory', { 'src/main.ts': '', 'launchSettings.json': { profiles: { web: { commandName: 'Project', workingDirectory: 'gone' } } } }, 'MEWS3103', /\/gone' \(from profile "web" workingDirectory\)/],
    ['a profile with an unknown server', { 'src/main.ts': '', 'launchSettings.json': { profiles: { web: { commandName: 'Project', server: 'kestrl' } } } }, 'MEWS4001', /'kestrl' \(from profile "web" server\)/],
    ['a server that is called as the entry is', { 'src/main.ts': '', 'main.ts': '', 'launchSettings.json': { profiles: { web: { commandName: 'Project', server: './main.ts', applicationUrl: 'http://localhost:0' } } } }, 'MEWS4009', /rename one of the two/],
  ])('has %s', async (_what, files, code, message) => {
    const { root: cwd } = await tempProject(files);
    const { error, out, exitCode } = await program(['run'], { cwd });
    expect({ code: error?.code, exitCode, out }).toEqual({ code, exitCode: 1, out: '' });
    expect(error?.message).toMatch(message);
    expect(error?.hint).not.toBe('');
  });

  it.each(['package.json', 'Properties/launchSettings.json', '.env'])('has a folder named %s', async (name) => {
    const { root: cwd, path } = await tempProject({ 'src/main.ts': '' });
    mkdirSync(path(name), { recursive: true });
    const { error } = await program(['run'], { cwd });
    expect(error).toMatchObject({ code: 'MEWS1107', message: expect.stringContaining(path(name)) });
  });
});

describe('the real command, for whatever it cannot understand', () => {
  it.each(['run --frobnicate', 'run -lp htp', 'run --server kestrl', 'run nofile.ts', 'run --urls nope', 'run --reverse-proxy nginx'])('says so on stderr alone: mews %s', async (line) => {
    const { root: cwd } = await project();
    const { code, stdout, stderr } = await runMews(line.split(' '), { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/error MEWS\d{4}: .+\nhint: .+\n$/);
    expect(stderr).not.toMatch(/^\s+at .*\(|it was started|Build/m);
  });

  it.each([
    ['run', '--format', 'json', '--frobnicate'],
    ['run', '--format=json', '-lp', 'htp'],
    ['profiles', '--format=JSON', '--project', 'nope'],
    ['run', '--format', 'json', '--reverse-proxy', 'nginx'],
  ])('says so in one JSON object: mews %s %s %s %s', async (...argv) => {
    const { root: cwd } = await project();
    const { code, stdout } = await runMews(argv.filter((word) => word !== undefined), { cwd });
    expect(code).toBe(1);
    const failures = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { type: string; error?: object }).filter(({ type }) => type === 'error');
    expect(failures).toEqual([{ type: 'error', error: expect.objectContaining({ code: expect.stringMatching(/^MEWS\d{4}$/), message: expect.any(String), hint: expect.any(String) }) }]);
  });

  it("does not take the app's --format json for its own", async () => {
    const { root: cwd } = await project();
    const { stdout, stderr } = await runMews(['run', '-lp', 'htp', '--', '--format', 'json'], { cwd });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error MEWS1203/);
  });
});
