import { describe, expect, it } from 'vitest';
import { joinArguments } from '../../../src/launcher/profiles/join-arguments.ts';
import { splitArguments } from '../../../src/launcher/profiles/split-arguments.ts';

describe('words joined to one string of arguments', () => {
  it.each([
    [['--port', '3000'], '--port 3000'],
    [['a b', ''], '"a b" ""'],
    [['say "hi"'], String.raw`"say \"hi\""`],
    [[String.raw`C:\a b` + '\\'], String.raw`"C:\a b\\"`],
    [[String.raw`C:\plain` + '\\'], 'C:\\plain\\'],
  ])('%j is %s', (words, text) => {
    expect(joinArguments(words)).toBe(text);
  });

  it('are the same words when they are taken apart again', () => {
    const odd = ['', ' ', '"', '""', '\\', '\\\\', '\\"', 'a\\" b', 'x\\\\" y\\', 'tab\tand\nline', "it's", '$HOME', '*', 'ä ö'];
    for (const one of odd) for (const two of odd) expect(splitArguments(joinArguments([one, two])), JSON.stringify([one, two])).toEqual([one, two]);
  });
});
