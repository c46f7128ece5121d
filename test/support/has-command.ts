import { spawnSync } from 'node:child_process';
import { mewsBin } from './run-mews.ts';

/** Whether this mews has a command yet; says so aloud when it has not. */
export function hasCommand(name: string): boolean {
  const hasIt = spawnSync(process.execPath, [mewsBin, 'help', name], { stdio: 'ignore' }).status === 0;
  if (!hasIt) console.warn(`There is no 'mews ${name}' yet: the tests that need it are skipped.`);
  return hasIt;
}
