import { describe, expect, it } from 'vitest';
import { expandVariables } from '../../../src/launcher/profiles/expand-variables.ts';

const env = { HOME: '/home/me', EMPTY: '', AGAIN: '%HOME%', MACRO: '$(ProjectDir)', Path: '/bin', 'A B': 'spaces' };
const macros = new Map([['ProjectDir', '/p/'], ['Configuration', 'Debug'], ['Nested', '$(ProjectDir)%HOME%']]);
const expand = (text: string, platform: NodeJS.Platform = 'linux') => expandVariables(text, { env, macros, platform });

describe('expandVariables', () => {
  it.each([
    ['', ''],
    ['plain', 'plain'],
    ['%HOME%', '/home/me'],
    ['<%HOME%/%A B%>', '</home/me/spaces>'],
    ['%EMPTY%', ''],
    ['%UNSET%', '%UNSET%'],
    ['%UNSET%HOME%', '%UNSET/home/me'],
    ['100%', '100%'],
    ['%', '%'],
    ['%%', '%%'],
    ['%%HOME%%', '%/home/me%'],
    ['50% of %HOME%', '50% of /home/me'],
    ['$HOME ${HOME}', '$HOME ${HOME}'],
    ['%home%', '%home%'],
    ['%constructor%%toString%', '%constructor%%toString%'],
    ['@(Items) %(Identity)', '@(Items) %(Identity)'],
    ['%AGAIN%', '%HOME%'],
  ])('expands %j to %j', (text, value) => {
    expect(expand(text)).toEqual({ value, unknownMacros: [] });
  });

  it.each([
    ['$(ProjectDir)src', '/p/src'],
    ['$(PROJECTDIR)$(configuration)', '/p/Debug'],
    ['$(HOME)', '/home/me'],
    ['%MACRO%', '/p/'],
    ['$(Nested)', '$(ProjectDir)%HOME%'],
    ['$(x', '$(x'],
    ['$()', '$()'],
    ['$ (ProjectDir)', '$ (ProjectDir)'],
  ])('expands macros: %j to %j', (text, value) => {
    expect(expand(text)).toEqual({ value, unknownMacros: [] });
  });

  it.each([
    ['$(IISPath)\\x', ['$(IISPath)']],
    ['$(A)$(B)$(A)', ['$(A)', '$(B)']],
    ['$([System.Int32]::MaxValue)', ['$([System.Int32]::MaxValue)']],
    ['$([MSBuild]::Add(1, 2)) end', ['$([MSBuild]::Add(1, 2))']],
    ['$([)', ['$([)']],
    ['$(constructor)', ['$(constructor)']],
  ])('keeps and reports %j', (text, unknownMacros) => {
    expect(expand(text)).toEqual({ value: text, unknownMacros });
  });

  it('looks variables up in any case on Windows alone', () => {
    expect(expand('%PATH%', 'win32').value).toBe('/bin');
    expect(expand('%PATH%', 'darwin').value).toBe('%PATH%');
  });
});
