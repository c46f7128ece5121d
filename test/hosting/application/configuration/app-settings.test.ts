import { describe, expect, test } from 'vitest';
import { AppSettings } from '../../../../src/hosting/application/configuration/app-settings.ts';
import { tempProject } from '../../../support/temp-project.ts';

async function load(files: Record<string, string | object>, env: Record<string, string> = {}, environment = 'Development') {
  const { root } = await tempProject(files);
  const settings = new AppSettings({ contentRoot: root, environment, env });
  return { configuration: await settings.load(), settings, root };
}

const url = (value: string): object => ({ Kestrel: { Endpoints: { Http: { Url: value } } } });

describe('the settings', () => {
  test('are empty without files', async () => {
    const { configuration, settings } = await load({});
    expect(configuration.exists).toBe(false);
    expect(settings.hasFiles).toBe(false);
  });

  test('of the environment are over those of all', async () => {
    const { configuration, settings } = await load({ 'appsettings.json': { A: { b: '1', c: '2' } }, 'appsettings.Development.json': { a: { B: '3' } }, 'appsettings.Production.json': { A: { b: '4' } } });
    expect([configuration.get('a:b'), configuration.get('A:C')]).toEqual(['3', '2']);
    expect(settings.hasFiles).toBe(true);
  });

  test('may have a BOM, comments and trailing commas; everything is text', async () => {
    const { configuration } = await load({ 'appsettings.json': '\uFEFF// first\n{ "a": 1, "b": true, /* x */ "c": [1, "two",], "d": null, "e": {}, "f": 1e3, }' });
    expect(['a', 'b', 'c:0', 'c:1', 'f'].map((key) => configuration.get(key))).toEqual(['1', 'true', '1', 'two', '1000']);
    expect(configuration.section('d').text).toBeNull();
    expect(configuration.section('e').exists).toBe(true);
    expect(configuration.section('nothing:here').exists).toBe(false);
  });
});

describe('variables', () => {
  test.each([
    ['Kestrel__Endpoints__Http__Url'],
    ['KESTREL__ENDPOINTS__HTTP__URL'],
    ['Kestrel:Endpoints:Http:Url'],
    ['ASPNETCORE_Kestrel__Endpoints__Http__Url'],
    ['DOTNET_Kestrel__Endpoints__Http__Url'],
    ['MEWS_Kestrel__Endpoints__Http__Url'],
    ['aspnetcore_kestrel__endpoints__http__url'],
  ])('%s is over the files', async (name) => {
    const { configuration } = await load({ 'appsettings.json': url('http://file') }, { [name]: 'http://variable' });
    expect(configuration.get('Kestrel:Endpoints:Http:Url')).toBe('http://variable');
    expect(configuration.section('Kestrel:Endpoints').children).toHaveLength(1);
  });

  test('without a prefix are over those with one, whatever their order', async () => {
    const { configuration } = await load({}, { A__b: '1', MEWS_A__b: '2', ASPNETCORE_A__b: '3', DOTNET_A__b: '4' });
    expect(configuration.get('A:b')).toBe('1');
    const prefixed = await load({}, { MEWS_A__b: '2', ASPNETCORE_A__b: '3', DOTNET_A__b: '4' });
    expect(prefixed.configuration.get('A:b')).toBe('2');
  });

  test('of other programs do not count', async () => {
    const { configuration } = await load({}, { PATH: '/bin', HOME: '/root', ASPNETCORE_URLS: 'http://x' });
    expect(configuration.exists).toBe(false);
  });

  test('say where a value is from', async () => {
    const { configuration, root } = await load({ 'appsettings.json': url('http://file') }, { Kestrel__X: '1' });
    expect(configuration.section('Kestrel:X').value).toEqual({ text: '1', from: 'Kestrel__X' });
    const { value } = configuration.section('Kestrel:Endpoints:Http:Url');
    expect(value?.from).toBe(`${root}/appsettings.json`);
    expect(value?.locate?.()).toMatchObject({ file: `${root}/appsettings.json`, line: 5, frame: expect.stringContaining('> 5 |') });
  });
});

describe('broken settings are refused with their place', () => {
  test.each([
    ['{ "a": }', 1, 8, /a value is expected/],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, /a comma/],
    ['{ "a": 1', 1, 9, /the file ends/],
    ['[1]', 1, 1, /must be an object/],
    ['', 1, 1, /the file is empty/],
    ['{ "A": 1, "a": 2 }', 1, 11, /a duplicate key 'a' was found/],
    ['{ "x": { "A": 1, "A": 2 } }', 1, 18, /a duplicate key 'x:A' was found/],
    ["{ 'a': 1 }", 1, 3, /'a' is not JSON|double quotes/],
  ])('%j', async (text, line, column, problem) => {
    const failure: unknown = await load({ 'appsettings.json': text }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'MEWS4101', message: expect.stringMatching(problem), location: { line, column, file: expect.stringContaining('appsettings.json') } });
  });

  test('and what is no file', async () => {
    await expect(load({ 'appsettings.json/x': '' })).rejects.toMatchObject({ code: 'MEWS1107' });
  });
});

test('sections are equal in text when they say the same', async () => {
  const one = await load({ 'appsettings.json': { a: { b: 1, c: [1] } } });
  const two = await load({ 'appsettings.json': { A: { C: [1], B: '1' } } });
  const three = await load({ 'appsettings.json': { a: { b: 1, c: [2] } } });
  expect(one.configuration.toText()).toBe(two.configuration.toText());
  expect(one.configuration.toText()).not.toBe(three.configuration.toText());
});
