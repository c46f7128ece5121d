import { describe, expect, it } from 'vitest';
import { toUnixPath } from '../../../src/launcher/profiles/unix-paths.ts';

describe('toUnixPath', () => {
  it.each([
    ['', ''],
    ['python3', 'python3'],
    ['./bin/app', './bin/app'],
    ['/usr/bin/env', '/usr/bin/env'],
  ])('leaves %j alone', (path, expected) => {
    expect(toUnixPath(path, 'linux')).toEqual({ path: expected });
  });

  it.each([
    ['bin\\Debug\\app', 'bin/Debug/app'],
    ['..\\tools', '../tools'],
    ['/home/me/project/bin\\app', '/home/me/project/bin/app'],
  ])('reads %j as %j and says so', (path, expected) => {
    const result = toUnixPath(path, 'linux');
    expect(result.path).toBe(expected);
    expect(result.warning).toContain(`'${path}' is read as '${expected}'`);
  });

  it.each(['C:\\Program Files\\x.exe', 'c:/x', '\\\\server\\share\\x', '\\x'])('keeps %j and says that it cannot exist', (path) => {
    const result = toUnixPath(path, 'darwin');
    expect(result.path).toBe(path);
    expect(result.warning).toContain('is a Windows path');
  });

  it('leaves every path alone on Windows', () => {
    expect(toUnixPath('C:\\x', 'win32')).toEqual({ path: 'C:\\x' });
    expect(toUnixPath('a\\b', 'win32')).toEqual({ path: 'a\\b' });
  });
});
