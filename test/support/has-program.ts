import { spawnSync } from 'node:child_process';

/** Whether a real program that a test wants is installed here (`.ci/run` installs them all); says so when it is not. */
export function hasProgram(name: string): boolean {
  const found = spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
  if (!found) console.warn(`${name} is not installed: the tests that need it are skipped.`);
  return found;
}
