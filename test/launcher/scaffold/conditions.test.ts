import { describe, expect, it } from 'vitest';
import { applyConditions } from '../../../src/launcher/scaffold/apply-conditions.ts';
import { ConditionError, evaluateCondition } from '../../../src/launcher/scaffold/evaluate-condition.ts';
import type { SymbolValue } from '../../../src/launcher/scaffold/template.ts';

const values = new Map<string, SymbolValue>([['yes', true], ['no', false], ['store', 'file'], ['port', 5043], ['text', 'true'], ['empty', '']]);

describe('a condition', () => {
  it.each([
    ['yes', true],
    ['no', false],
    ['!no', true],
    ['(yes && !no)', true],
    ['no || yes && no', false],
    ['(no || yes) && yes', true],
    ['!(yes && no)', true],
    ['store == "file"', true],
    ["store == 'FILE'", true],
    ['store == file', true],
    ['store != memory', true],
    ['port > 5000 && port <= 5043', true],
    ['port < 900', false],
    ['port == 5043', true],
    ['port >= 5044', false],
    ['text', true],
    ['empty', false],
    ['nobody', false],
    ['!nobody', true],
    ['true', true],
    ['yes == true', true],
    ['no == false', true],
    ['"b" > "a"', true],
    [String.raw`"a\"b" == "a\"b"`, true],
    ['  yes  ', true],
  ])('%s is %s', (condition, expected) => {
    expect(evaluateCondition(condition, values)).toBe(expected);
  });

  it.each([
    ['', 'ends too early'],
    ['yes &&', 'ends too early'],
    ['(yes', "a ')' is missing"],
    ['yes no', 'goes on after its end'],
    [') yes', "')' is not expected there"],
    ['yes & no', "'& no' is not understood"],
    ['"open', 'is not understood'],
  ])('that cannot be read says why: %s', (condition, problem) => {
    expect(() => evaluateCondition(condition, values)).toThrow(ConditionError);
    expect(() => evaluateCondition(condition, values)).toThrow(problem);
  });
});

describe('the conditions of a file', () => {
  it('choose between branches, also one in another', () => {
    const text = ['a', '//#if (no)', 'b', '//#if (yes)', 'c', '//#endif', '//#elseif (yes)', 'd', '  // #if (no)', 'e', '  // #else', 'f', '  // #endif', '//#elseif (yes)', 'g', '//#else', 'h', '//#endif', 'i'];
    expect(applyConditions(text.join('\n'), 'src/main.ts', values)).toBe('a\nd\nf\ni');
  });

  it.each([
    ['page.html', '<!--#if (no) -->\nx\n<!--#else-->\ny\n<!-- #endif -->', 'y'],
    ['README.md', '<!--#if (yes) -->\nx\n<!--#endif -->', 'x'],
    ['.github/ci.yml', 'a:\n  #if (no)\n  b: 1\n  #endif\n  # a comment #if it is one', 'a:\n  # a comment #if it is one'],
    ['gitignore', '#if (yes)\ndist/\n#endif', 'dist/'],
    ['site.css', '/*#if (no)*/\nx\n/*#endif*/\ny', 'y'],
    ['settings.jsonc', '//#if (no)\n1\n//#else\n2\n//#endif', '2'],
    ['Makefile', '//#if (no)\n1\n//#else\n2\n//#endif', '2'],
  ])('are written as comments are in %s', (file, text, expected) => {
    expect(applyConditions(text, file, values)).toBe(expected);
  });

  it('leave no comma in JSON that nothing follows', () => {
    const text = '{\n  "a": [1, 2],\n  //#if (no)\n  "b": {\n  }\n  //#endif\n}';
    expect(applyConditions(text, 'a.json', values)).toBe('{\n  "a": [1, 2]\n}');
    expect(applyConditions(text, 'a.ts', values)).toContain('2],\n}');
  });

  it('leave line ends and files without any as they are', () => {
    expect(applyConditions('a\r\n//#if (no)\r\nb\r\n//#endif\r\nc\r\n', 'a.ts', values)).toBe('a\r\nc\r\n');
    expect(applyConditions('{ "a": 1,\n}', 'a.json', values)).toBe('{ "a": 1,\n}');
  });

  it.each([
    ['//#if (yes)\nx', 'line 1: an #if without #endif'],
    ['x\n//#endif\n//#if (yes)', 'line 2: an #endif that belongs to no #if'],
    ['//#if (yes)\n//#else\n//#else\n//#endif', 'line 3: an #else that belongs to no #if'],
    ['//#if (yes &&)\n//#endif', 'cannot be read'],
  ])('that do not fit together say where', (text, problem) => {
    expect(() => applyConditions(text, 'a.ts', values)).toThrow(problem);
  });
});
