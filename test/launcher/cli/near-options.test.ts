import { expect, it } from 'vitest';
import { nearOptions } from '../../../src/launcher/cli/near-options.ts';

const KNOWN = ['--configuration', '-c', '--launch-profile', '--no-launch-profile', '--environment', '-e', '--open', '--urls'];

it.each<[string, string[]]>([
  ['--enviroment', ['--environment']],
  ['--url', ['--urls']],
  ['--opn=1', ['--open']],
  ['--profle', ['--launch-profile', '--no-launch-profile']],
  ['--port=3000', ['--urls']],
  ['--release', ['--configuration']],
  ['--frobnicate', []],
  ['-x', []],
])('near to %s are %j', (typed, near) => {
  expect(nearOptions(typed, KNOWN)).toEqual(near);
});
