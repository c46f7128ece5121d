import { describe, expect, it } from 'vitest';
import { failureOf } from '../../support/failure-of.ts';
import { settingsFrom } from './settings-from.ts';

const names = (content: string | object): string[] => settingsFrom(content).profiles.map(({ name }) => name);

describe('parseLaunchSettings', () => {
  it('takes comments, trailing commas and a byte order mark', () => {
    const text = '\uFEFF{ // one\n "profiles": { /* two */ "http": { "commandName": "Project", }, }, }\n// end';
    expect(names(text)).toEqual(['http']);
  });

  it('keeps the order of the file, also for names that look like numbers and __proto__', () => {
    const text = '{"profiles": {"z": {}, "5000": {}, "__proto__": {}, "1": {}, "constructor": {}, "": {}}}';
    expect(names(text)).toEqual(['z', '5000', '__proto__', '1', 'constructor', '']);
  });

  it('takes the last of two profiles of the same name, at the place of the first', () => {
    const { profiles } = settingsFrom('{"profiles": {"a": 1, "b": 2, "a": 3}}');
    expect(profiles.map(({ name, value }) => [name, value.value])).toEqual([['a', 3], ['b', 2]]);
  });

  it('takes the last of two "profiles"', () => {
    expect(names('{"profiles": {"a": {}}, "profiles": {"b": {}}}')).toEqual(['b']);
  });

  it('keeps profiles that are no objects in their place', () => {
    expect(names('{"profiles": {"a": null, "b": [], "c": {}}}')).toEqual(['a', 'b', 'c']);
  });

  it('keeps strings that look like dates as they are', () => {
    const { profiles } = settingsFrom('{"profiles": {"a": "2024-01-02T03:04:05Z"}}');
    expect(profiles[0]?.value.value).toBe('2024-01-02T03:04:05Z');
  });

  it.each([
    ['', 'the file is empty'],
    [' \n', 'the file is empty'],
    ['// only a comment', 'a value is expected'],
    ['{"profiles": {"a": {} "b": {}}}', 'a comma or a closing } or ] is expected'],
    ['{"profiles": {"a": {}}', 'the file ends where a comma or } is expected'],
    ['{"profiles": [1', 'the file ends where a comma or ] is expected'],
    ['{"profiles": {}} x', 'x is not JSON; names and strings are written in double quotes'],
    ['{"profiles": {}} {}', 'nothing may follow the end of the root value'],
    ["{'profiles': {}}", "'profiles' is not JSON; names and strings are written in double quotes"],
    ['{profiles: {}}', 'profiles is not JSON; names and strings are written in double quotes'],
    ['{"profiles": NaN}', 'NaN is not JSON; names and strings are written in double quotes'],
    ['{"profiles": Infinity}', 'Infinity is not JSON; names and strings are written in double quotes'],
    ['{"profiles": True}', 'True is not JSON; names and strings are written in double quotes'],
    ['{"profiles" {}}', 'a colon is expected after the property name'],
    ['{"profiles": }', 'a value is expected'],
    ['{"profiles": {},,}', 'a property name in double quotes is expected'],
    ['{,}', 'a value is expected'],
    ['{"profiles": {"a": [,]}}', 'a value is expected'],
    ['{"profiles": {"a": 01}}', 'a comma or a closing } or ] is expected'],
    ['{"profiles": {"a": 1.}}', 'a number ends too early'],
    ['{"profiles": {"a": -}}', '- is not JSON'],
    ['{"profiles": {"a": +1}}', '+1 is not JSON'],
    ['{"profiles": {"a": "C:\\dir"}}', 'a string has an unknown escape; a backslash is written \\\\'],
    ['{"profiles": {"a": "\\u12"}}', 'four hexadecimal digits are expected after \\u'],
    ['{"profiles": {"a": "x\ty"}}', 'a string has a control character; a tab is written \\t'],
    ['{"profiles": {"a": "x\n"}}', 'a string is not closed: " is expected on the same line'],
    ['{"profiles": {"a": "x', 'a string is not closed: " is expected on the same line'],
    ['{"profiles": {}} /* open', 'a comment is not closed with */'],
    ['{"profiles": {}} / 1', '/ is not JSON'],
  ])('refuses %j', (text, problem) => {
    const failure = failureOf(() => settingsFrom(text));
    expect(failure.message).toBe(`An error was encountered when reading 'launchSettings.json': ${problem}.`);
    expect(failure.location).toMatchObject({ file: 'launchSettings.json' });
    expect(failure.location?.frame).toContain('^');
  });

  it('says where the mistake is, whatever the line ends and the byte order mark', () => {
    const failure = failureOf(() => settingsFrom('\uFEFF{\r\n  "profiles": {\r\n    "a": oops\r\n  }\r\n}'));
    expect(failure.location).toMatchObject({ line: 3, column: 10 });
    expect(failureOf(() => settingsFrom('\uFEFF{ x }')).location).toMatchObject({ line: 1, column: 3 });
  });

  it.each([
    ['[]', 1, 1],
    ['null', 1, 1],
    ['{}', 1, 1],
    ['{"Profiles": {}}', 1, 1],
    ['{\n  "profiles": []\n}', 2, 15],
    ['{"profiles": null}', 1, 14],
  ])('says that the profiles of %j are no object', (text, line, column) => {
    const failure = failureOf(() => settingsFrom(text));
    expect(failure).toMatchObject({ code: 'MEWS1202', location: { line, column } });
  });

  it.each(['[', '{"a":'])('refuses nesting deeper than System.Text.Json takes, without running out of stack (%s)', (opening) => {
    const failure = failureOf(() => settingsFrom(opening.repeat(200_000)));
    expect(failure.message).toContain('it is nested deeper than 64 levels');
    expect(failure.location).toBeDefined();
  });

  it('takes 64 levels', () => {
    const text = `{"profiles": {"a": ${'['.repeat(62)}${']'.repeat(62)}}}`;
    expect(names(text)).toEqual(['a']);
    expect(failureOf(() => settingsFrom(text.replace('[]', '[[]]'))).code).toBe('MEWS1201');
  });
});
