import { describe, expect, it } from 'vitest';
import { runMews } from '../support/run-mews.ts';
import { program } from '../support/run-program.ts';

const cwd = '/';

describe('the help', () => {
  it('of mews names every command and shows examples, also when nothing is asked', async () => {
    const { code, stdout, stderr } = await runMews([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['run', 'build', 'clean', 'profiles', 'ps', 'new', 'help']) expect(stdout).toMatch(new RegExp(`^ {2}${command} .*\\S`, 'm'));
    expect(stdout).toMatch(/Examples:\n {2}mews run {2,}/);
    for (const words of [['--help'], ['-h'], ['help']]) expect((await runMews(words)).stdout).toBe(stdout);
  });

  it('of run names every option of the design', async () => {
    const { out, exitCode } = await program(['run', '--help'], { cwd });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Usage: mews run \[file\] \[options\] \[-- app args\]/);
    const options = [
      '-c, --configuration <Debug|Release>', '--launch-profile <name>', '-lp', '--no-launch-profile', '--no-launch-profile-arguments', '--project <path>', '--no-build',
      '-e, --environment <NAME=VALUE>', '--urls <urls>', '--server <kestrel|httpsys|module>', '--hosting-model <inprocess|outofprocess>',
      '--reverse-proxy <none|nginx|apache|caddy>', '--typecheck <gate|warn|off>', '--open', '--no-open', '--inspect ', '--inspect-brk ',
      '--dry-run', '--format <text|json>', '-v, --verbosity <q|m|n|d>', '-h, --help',
    ];
    for (const option of options) expect(out).toContain(option);
  });

  it.each(['run', 'build', 'clean', 'profiles'])('of %s has examples, each of which begins with it', async (command) => {
    const { out } = await program([command, '--help'], { cwd });
    const examples = (out.split('Examples:\n')[1] ?? '').trimEnd().split('\n');
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) expect(example).toMatch(new RegExp(`^ {2}mews ${command}\\b.* {2,}\\S`));
    expect((await program(['help', command], { cwd })).out).toBe(out);
  });

  it('gives the version alone', async () => {
    expect((await program(['--version'], { cwd })).out).toBe('1.2.3\n');
    expect((await runMews(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
