import { describe, expect, it } from 'vitest';
import { asksForJson, readCommandLine } from '../../../src/launcher/cli/command-line.ts';

describe('readCommandLine()', () => {
  it.each<[string[], string[], string[]]>([
    [[], [], []],
    [['run'], ['run'], []],
    [['run', '--', '-lp', '--', 'x'], ['run'], ['-lp', '--', 'x']],
    [['run', '-lp', 'x'], ['run', '--launch-profile', 'x'], []],
    [['run', '-lp=x'], ['run', '--launch-profile=x'], []],
    [['run', '-lp:x=y'], ['run', '--launch-profile=x=y'], []],
    [['run', '-c:Release', '-v=q', '-e=A=1'], ['run', '-cRelease', '-vq', '-eA=1'], []],
    [['run', '--inspect', 'app.ts'], ['run', '--inspect=9229', 'app.ts'], []],
    [['run', '--inspect', '9230', 'app.ts'], ['run', '--inspect=9230', 'app.ts'], []],
    [['run', '--inspect-brk', '[::1]:9230'], ['run', '--inspect-brk=[::1]:9230'], []],
    [['run', '--inspect=9230'], ['run', '--inspect=9230'], []],
  ])('%j: %j and for the app %j', (argv, own, app) => {
    expect(readCommandLine(argv)).toEqual({ own, app });
  });
});

describe('asksForJson()', () => {
  it.each<[string[], boolean]>([
    [['run'], false],
    [['run', '--format', 'json'], true],
    [['run', '--format=json'], true],
    [['run', '--format=JSON', '--frobnicate'], true],
    [['run', '--format', 'json', '--format', 'text'], false],
    [['run', '--format'], false],
    [['run', 'json'], false],
    [['run', '-lp', 'json'], false],
    [['run', '--', '--format', 'json'], false],
  ])('%j: %s', (argv, asks) => {
    expect(asksForJson(argv)).toBe(asks);
  });
});
