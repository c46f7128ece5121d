import { describe, expect, it } from 'vitest';
import { splitArguments } from '../../../src/launcher/profiles/split-arguments.ts';

describe('splitArguments', () => {
  it.each([
    ['', []],
    [' \t\n ', []],
    ['a', ['a']],
    ['a b  c', ['a', 'b', 'c']],
    [' a\tb ', ['a', 'b']],
    ['a\nb\r\nc', ['a', 'b', 'c']],
    ['"a b"', ['a b']],
    ['"a\nb"', ['a\nb']],
    ['--x="a b" c', ['--x=a b', 'c']],
    ['a"b c"d', ['ab cd']],
    ['""', ['']],
    ['a "" b', ['a', '', 'b']],
    ['"a""b"', ['a"b']],
    ['"a"" b"', ['a" b']],
    ['""""', ['"']],
    ['"open end', ['open end']],
    ['"', ['']],
    ['\\', ['\\']],
    ['a\\b C:\\dir\\', ['a\\b', 'C:\\dir\\']],
    ['\\"', ['"']],
    ['\\\\"a b"', ['\\a b']],
    ['\\\\\\"a b', ['\\"a', 'b']],
    ['"a\\"b"', ['a"b']],
    ['"C:\\dir\\\\" x', ['C:\\dir\\', 'x']],
    ["'a b' $HOME *.ts `x` ~", ["'a", "b'", '$HOME', '*.ts', '`x`', '~']],
    ['"app 1" "app 2"', ['app 1', 'app 2']],
    ['-c "echo \\"hi there\\""', ['-c', 'echo "hi there"']],
  ])('splits %j into %j', (text, expected) => {
    expect(splitArguments(text)).toEqual(expected);
  });
});
