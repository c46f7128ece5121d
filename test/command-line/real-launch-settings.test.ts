import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HAS_SAMPLES, SAMPLES, WHY_SKIPPED } from '../launcher/profiles/launch-settings-samples.ts';
import { runMews } from '../support/run-mews.ts';
import { planOf, program } from '../support/run-program.ts';
import { tempProject } from '../support/temp-project.ts';

interface Expected {
  readonly file: string;
  readonly status: string;
  readonly profile: string;
  readonly command: string;
  readonly url: string;
  readonly names: readonly string[];
}

function readExpected(): Expected[] {
  const rows = readFileSync(join(SAMPLES, 'expected.tsv'), 'utf8').trimEnd().split(/\r?\n/).slice(1);
  return rows.map((row) => {
    const [file = '', status = '', , profile = '', command = '', url = '', names = ''] = row.split('\t');
    return { file, status, profile, command, url, names: JSON.parse(names || '[]') as string[] };
  });
}

async function projectWith(file: string) {
  const project = await tempProject({ 'src/main.ts': 'export default () => {};', 'Properties/launchSettings.json': '' });
  copyFileSync(join(SAMPLES, file), project.path('Properties/launchSettings.json'));
  return project;
}

describe.skipIf(!HAS_SAMPLES)(`a project with the launch settings of a real one${WHY_SKIPPED}`, () => {
  const expected = HAS_SAMPLES ? readExpected() : [];

  it.each(expected)('$file: $status $profile', async ({ file, status, profile, command, url, names }) => {
    const { root: cwd } = await projectWith(file);
    const listed = await program(['profiles', '--format', 'json'], { cwd });
    const planned = await program(['run', '--dry-run', '--format', 'json'], { cwd });
    if (status === 'parse-error') {
      for (const { error, out } of [listed, planned]) {
        expect(error).toMatchObject({ code: 'MEWS1201', location: { line: expect.any(Number), frame: expect.stringContaining('^') } });
        expect(out).toBe('');
      }
      return;
    }
    const profiles = JSON.parse(listed.out) as { name: string; default: boolean; usable: boolean; reason?: string }[];
    expect(profiles.map(({ name }) => name)).toEqual(names);
    expect(profiles.find((one) => one.default)?.name ?? '').toBe(profile);
    for (const { usable, reason } of profiles) expect(typeof reason).toBe(usable ? 'undefined' : 'string');

    const plan = await planOf([], { cwd });
    expect(plan.profile?.name ?? '').toBe(profile);
    if (status === 'ok') expect(plan.commandName).toBe(command);
    else expect(plan.warnings[0]).toContain('The launch profile "(Default)" could not be applied');
    if (url) expect(plan.urls.map(({ value }) => value).join(';')).toBe(url);
    else expect(plan.urls.every(({ from }) => from.startsWith('default') || from.endsWith('ASPNETCORE_URLS'))).toBe(true);
  });

  it('gives a plan or an explained refusal for every profile asked for by name', async () => {
    const refusals = new Map<string, number>();
    for (const { file, names } of expected) {
      const { root: cwd } = await projectWith(file);
      for (const name of names) {
        const { out, error } = await program(['run', '-lp', name, '--dry-run', '--format', 'json'], { cwd });
        if (!error) expect(JSON.parse(out)).toMatchObject({ profile: { name } });
        else {
          expect(error.message, file).toContain(name);
          expect(error.hint).not.toBe('');
          refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
        }
      }
    }
    // Commands that nobody knows, and those of other tools (Docker, WSL2, MsixPackage).
    expect([...refusals.keys()].toSorted()).toEqual(['MEWS1208', 'MEWS1209']);
  });

  it('explains what a profile has that only exists on Windows or in a .NET project', async () => {
    const warningsOf = async (file: string, args: readonly string[]) => (await planOf(args, { cwd: (await projectWith(file)).root })).warnings;
    const macros = await warningsOf('aspnet__AspNetCoreModule__005.json', []);
    expect(macros.join('\n')).toMatch(/\$\(SolutionDir\).*cannot be expanded: these are MSBuild properties/);
    expect(macros.join('\n')).toMatch(/is read as '.*': a backslash separates folders only on Windows/);
    const paths = await warningsOf('hantrax__Civil3d_PSET__t01.json', ['-lp', 'Acad']);
    expect(paths.join('\n')).toMatch(/'C:\\.*' is a Windows path, which cannot exist on this system/);
  });

  it('says so in the terminal, too, without a stack', async () => {
    const broken = await projectWith('microsoft__aspire__366.json');
    const { code, stdout, stderr } = await runMews(['run'], { cwd: broken.root });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error MEWS1201: .*\n {2}at Properties\/launchSettings\.json:\d+:\d+\n[^]*\^[^]*\nhint: .*\n$/);
    expect(stderr).not.toMatch(/^\s+at .*\(/m);
  });
});
