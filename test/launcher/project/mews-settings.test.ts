import { describe, expect, it } from 'vitest';
import { readMewsSettings } from '../../../src/launcher/project/mews-settings.ts';
import { failureOf } from '../../support/failure-of.ts';

const read = (mews: unknown) => {
  const json = { name: 'x', mews };
  return readMewsSettings({ file: '/p/package.json', text: JSON.stringify(json, null, 2), json });
};

describe('readMewsSettings', () => {
  it.each([
    [undefined, {}],
    [null, {}],
    [{}, {}],
    [{ build: null, entry: null, typecheck: null }, {}],
    [{ build: 'npm run build', entry: 'dist/server.js', typecheck: 'off', swap: 'sequential', other: 5 }, { build: 'npm run build', entry: 'dist/server.js', typecheck: 'off' }],
  ])('reads %j', (mews, expected) => {
    expect(read(mews)).toEqual(expected);
  });

  it.each([
    [{ build: ['tsc'] }, 'build', '["tsc"]', 'a command in a string'],
    [{ build: '' }, 'build', '""', 'a command in a string'],
    [{ entry: true }, 'entry', 'true', 'the path of a file in a string'],
    [{ entry: 'a\0' }, 'entry', String.raw`"a\u0000"`, 'the path of a file in a string'],
    [{ typecheck: 'Gate' }, 'typecheck', '"Gate"', "'gate', 'warn' or 'off'"],
  ])('refuses %j', (mews, setting, value, expected) => {
    const failure = failureOf(() => read(mews));
    expect(failure.message).toBe(`"mews.${setting}" in package.json is ${value}.`);
    expect(failure.hint).toBe(`It must be ${expected}.`);
    expect(failure.location).toMatchObject({ file: '/p/package.json', line: 4 });
  });

  it.each([[5], ['x'], [[]]])('refuses %j in place of the settings', (mews) => {
    expect(failureOf(() => read(mews))).toMatchObject({ code: 'MEWS1108', location: { line: 3 } });
  });
});
