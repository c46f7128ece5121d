import { describe, expect, it } from 'vitest';
import { planOf, program } from '../support/run-program.ts';
import { tempProject } from '../support/temp-project.ts';

const project = () =>
  tempProject({
    'package.json': { name: 'p' },
    'src/main.ts': '',
    'launchSettings.json': { profiles: { first: { commandName: 'Project', commandLineArgs: 'from profile' }, Second: { commandName: 'Project' } } },
  });

const profileOf = async (...args: string[]) => (await planOf(args, { cwd: (await project()).root })).profile?.name;

describe('the launch profile', () => {
  it.each([['-lp', 'second'], ['-lp=Second'], ['-lp:SECOND'], ['--launch-profile', 'second'], ['--launch-profile=second']])('is asked for with %s %s', async (...args) => {
    expect(await profileOf(...args.filter(Boolean))).toBe('Second');
  });

  it.each([[], ['-lp', ''], ['-lp='], ['--launch-profile', '']])('is the default one with %j %j', async (...args) => {
    expect(await profileOf(...args)).toBe('first');
  });

  it('is none with --no-launch-profile', async () => {
    expect(await profileOf('--no-launch-profile')).toBeUndefined();
  });
});

describe("the app's arguments", () => {
  it.each<[string[], string[]]>([
    [[], ['from', 'profile']],
    [['--'], ['from', 'profile']],
    [['--', 'x', '-lp', 'nope', '--help', '--format=xml'], ['x', '-lp', 'nope', '--help', '--format=xml']],
    [['--', '--', 'x', '--'], ['--', 'x', '--']],
    [['--', ''], ['']],
    [['--', 'a b', '"c"', '$d', 'e\nf'], ['a b', '"c"', '$d', 'e\nf']],
    [['--no-launch-profile-arguments'], []],
  ])('of %j are %j', async (words, args) => {
    expect((await planOf(words, { cwd: (await project()).root })).args).toEqual(args);
  });
});

describe('other options', () => {
  it.each([['-c', 'release'], ['-c=Release'], ['-c:Release'], ['-cRelease'], ['--configuration=RELEASE']])('%s %s is the Release configuration', async (...words) => {
    const { root: cwd } = await project();
    expect(await planOf(words.filter(Boolean), { cwd })).toMatchObject({ configuration: 'Release' });
  });

  it.each([[[], 'no'], [['--inspect'], '9229'], [['--inspect=0'], '0'], [['--inspect', '9230'], '9230'], [['--inspect-brk', '127.0.0.1:9231'], '127.0.0.1:9231'], [['--inspect', 'src/main.ts'], '9229']])('%j inspects: %s', async (words, address) => {
    const { root: cwd } = await project();
    const { out } = await program(['run', ...words, '--dry-run'], { cwd });
    expect(/^Inspect +(\S+)/m.exec(out)?.[1]).toBe(address);
  });

  it('sets every variable of several -e, the last of the same name', async () => {
    const { root: cwd } = await project();
    const { environment } = await planOf(['-e', 'A=1', '-e=B=2=3', '--environment', 'C=', '-eA=4'], { cwd });
    expect(environment).toMatchObject({ A: { value: '4', from: '-e' }, B: { value: '2=3' }, C: { value: '' } });
  });

  it.each(['q', 'M', 'normal', 'd', 'diag'])('-v %s is a verbosity', async (verbosity) => {
    const { root: cwd } = await project();
    expect((await program(['run', `-v:${verbosity}`, '--dry-run'], { cwd })).error).toBeUndefined();
  });

  it('takes a server known by name in any case', async () => {
    const { root: cwd } = await project();
    expect(await planOf(['--server', 'Kestrel'], { cwd })).toMatchObject({ server: 'kestrel' });
  });
});
