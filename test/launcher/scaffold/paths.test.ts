import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../src/foundation/errors/mews-error.ts';
import { matchesAny } from '../../../src/launcher/scaffold/glob.ts';
import { safePath } from '../../../src/launcher/scaffold/safe-path.ts';
import { failureOf } from '../../support/failure-of.ts';

describe('a path of a template', () => {
  it.each([
    ['src/main.ts', 'src/main.ts'],
    ['./src//main.ts', 'src/main.ts'],
    ['a/./b', 'a/b'],
    ['..a/b..', '..a/b..'],
    ['.gitignore', '.gitignore'],
    ['.github/x', '.github/x'],
    ['.vscode/launch.json', '.vscode/launch.json'],
  ])('that stays inside is taken: %s', (path, expected) => {
    expect(safePath(path, 'T')).toBe(expected);
  });

  it.each(['../x', 'a/../../x', 'a/..', '/etc/passwd', String.raw`\\host\share`, String.raw`a\..\..\x`, 'C:/x', 'c:x', '.git/hooks/post-checkout', 'a/.GIT/config', 'git~1/config', '.git ./x', 'a\u0000b', 'a\nb'])('that leads elsewhere is refused: %j', (path) => {
    expect(isFailure(failureOf(() => safePath(path, 'T')), 'unsafeTemplate')).toBe(true);
  });
});

describe('a glob', () => {
  it.each([
    ['**/*', 'a/b/c.ts', true],
    ['**/*.ts', 'c.ts', true],
    ['**/*.ts', 'a/c.ts', true],
    ['*.ts', 'a/c.ts', false],
    ['Properties/**', 'Properties/launchSettings.json', true],
    ['Properties/', 'Properties/a/b', true],
    ['./src/*', 'src/a.ts', true],
    ['src/?.ts', 'src/a.ts', true],
    ['src/?.ts', 'src/ab.ts', false],
    ['**/[Bb]in/**', 'a/Bin/x', true],
    ['**/[Bb]in/**', 'a/cabin/x', false],
    ['a.b', 'axb', false],
    ['a+(b)', 'a+(b)', true],
    ['[x', '[x', true],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(matchesAny(path, [glob])).toBe(expected);
  });
});
