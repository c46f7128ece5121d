import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../src/foundation/errors/mews-error.ts';
import { readTemplate } from '../../../src/launcher/scaffold/read-template.ts';
import { failureOf } from '../../support/failure-of.ts';
import { templateFolder } from './template-folder.ts';

const read = async (description: object | string) => readTemplate((await templateFolder(description)).root, true);

describe('a template.json', () => {
  it('may leave out all but identity, name and short name', async () => {
    expect(await read({})).toMatchObject({
      identity: 'test.template',
      name: 'Test',
      shortNames: ['test'],
      description: '',
      tags: [],
      sourceName: undefined,
      preferNameDirectory: true,
      sources: [{ source: './', target: './', include: [], exclude: [], modifiers: [] }],
      postActions: [],
    });
  });

  it('may have comments, trailing commas, a byte order mark, and the words of dotnet', async () => {
    const text = '\uFEFF{ // a comment\n"identity": "a", "name": "A", "shortName": ["a", "b.c"], "classifications": ["web"], "preferNameDirectory": "false", }';
    expect(await read(text)).toMatchObject({ shortNames: ['a', 'b.c'], tags: ['web'], preferNameDirectory: false });
  });

  it('declares symbols of all kinds', async () => {
    const { symbols } = await read({
      symbols: {
        flag: { type: 'parameter', datatype: 'bool', description: 'a flag' },
        on: { type: 'parameter', datatype: 'bool', defaultValue: 'true' },
        store: { type: 'parameter', datatype: 'choice', choices: [{ choice: 'memory', description: 'lost' }, { choice: 'file' }], defaultValue: 'File' },
        count: { type: 'parameter', datatype: 'integer', defaultValue: 7 },
        port: { type: 'parameter', datatype: 'port' },
        text: { type: 'parameter', isRequired: true, replaces: 'TEXT', fileRename: 'NAME' },
        free: { type: 'generated', generator: 'port', parameters: { low: 1, high: 99_999 } },
        turned: { type: 'generated', generator: 'port', parameters: { low: 8000, high: 7000 } },
        used: { type: 'generated', generator: 'coalesce', parameters: { sourceVariableName: 'port', fallbackVariableName: 'free' } },
        fixed: { type: 'generated', generator: 'constant', parameters: { value: 'x' } },
        derived: { type: 'derived', valueSource: 'name', valueTransform: 'kebabCase' },
        computed: { type: 'computed', value: '(flag && !on)' },
        bound: { type: 'bind', binding: 'host:mews' },
      },
    });
    const use = { description: '', replaces: undefined, fileRename: undefined };
    const parameter = { ...use, type: 'parameter', choices: [], defaultValue: undefined, isRequired: false };
    expect(Object.fromEntries(symbols)).toEqual({
      flag: { ...parameter, datatype: 'bool', defaultValue: false, description: 'a flag' },
      on: { ...parameter, datatype: 'bool', defaultValue: true },
      store: { ...parameter, datatype: 'choice', choices: [{ choice: 'memory', description: 'lost' }, { choice: 'file', description: '' }], defaultValue: 'file' },
      count: { ...parameter, datatype: 'int', defaultValue: 7 },
      port: { ...parameter, datatype: 'port' },
      text: { ...parameter, datatype: 'text', isRequired: true, replaces: 'TEXT', fileRename: 'NAME' },
      free: { ...use, type: 'port', low: 1024, high: 65_535 },
      turned: { ...use, type: 'port', low: 1024, high: 65_535 },
      used: { ...use, type: 'coalesce', source: 'port', fallback: 'free' },
      fixed: { ...use, type: 'constant', value: 'x' },
      derived: { ...use, type: 'derived', source: 'name', form: 'kebabCase' },
      computed: { ...use, type: 'computed', condition: '(flag && !on)' },
      bound: { ...use, type: 'bind', binding: 'host:mews' },
    });
  });

  it.each<[string, object | string, RegExp]>([
    ['is not JSON', '{ "identity": }', /a value is expected/],
    ['is a list', '[]', /it is not an object/],
    ['has no identity', { identity: '' }, /identity is missing or empty/],
    ['has a number for a name', { name: 7 }, /name is not a string/],
    ['has no short name', { shortName: [] }, /shortName is missing or empty/],
    ['has a short name that is an option', { shortName: '--help' }, /shortName is '--help'/],
    ['has a short name with blanks', { shortName: 'a b' }, /shortName is 'a b'/],
    ['has a symbol without a type', { symbols: { a: {} } }, /symbols\.a\.type is missing or empty/],
    ['has a symbol of a type that nobody knows', { symbols: { a: { type: 'guess' } } }, /symbols\.a\.type is 'guess', which is none of parameter, /],
    ['has a symbol that is no object', { symbols: { a: 'x' } }, /symbols\.a is not an object/],
    ['has a symbol with an impossible name', { symbols: { 'a-b': { type: 'computed', value: 'x' } } }, /symbols\.a-b is no name of a symbol/],
    ['has a generator that nobody knows', { symbols: { a: { type: 'generated', generator: 'regex' } } }, /generator is 'regex'/],
    ['has a choice without choices', { symbols: { a: { type: 'parameter', datatype: 'choice' } } }, /symbols\.a\.choices is missing or empty/],
    ['has a default that is none of its choices', { symbols: { a: { type: 'parameter', datatype: 'choice', choices: [{ choice: 'x' }], defaultValue: 'y' } } }, /defaultValue is 'y'/],
    ['has a default of another type', { symbols: { a: { type: 'parameter', datatype: 'int', defaultValue: 'y' } } }, /defaultValue is 'y'/],
    ['has a port range of words', { symbols: { a: { type: 'generated', generator: 'port', parameters: { low: 'x' } } } }, /symbols\.a\.parameters\.low is not a port/],
    ['uses a symbol that is not there yet', { symbols: { a: { type: 'derived', valueSource: 'b', valueTransform: 'lowerCase' } } }, /uses the symbol 'b', which does not stand before it/],
    ['has sources that are no list', { sources: {} }, /sources is not a list/],
    ['has a pattern that is a number', { sources: [{ exclude: [1] }] }, /sources\[0\]\.exclude is not a list of strings/],
    ['has an action that nobody knows', { postActions: [{ action: 'format-disk' }] }, /postActions\[0\]\.action is 'format-disk'/],
    ['has a script without a program', { postActions: [{ action: 'script' }] }, /args\.executable is missing/],
    ['is neither true nor false where it must be', { preferNameDirectory: 'yes' }, /preferNameDirectory is neither true nor false/],
  ])('that %s is not valid', async (_what, description, problem) => {
    const { root } = await templateFolder(description);
    const error = failureOf(() => readTemplate(root, true));
    expect(isFailure(error, 'badTemplate')).toBe(true);
    expect(error.message).toMatch(problem);
  });

  it('that is no JSON is shown at its place', async () => {
    const { root, path } = await templateFolder('{\n  "identity": "a"\n  "name": "A"\n}');
    expect(failureOf(() => readTemplate(root, true)).location).toMatchObject({ file: path('.template.config/template.json'), line: 3, column: 3 });
  });
});
