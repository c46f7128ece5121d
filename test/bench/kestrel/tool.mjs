import { spawnSync } from 'node:child_process';

/** Whether a load tool is installed. */
export function hasTool(name) {
  return spawnSync(name, ['--version'], { stdio: 'ignore', timeout: 5000 }).error === undefined;
}
