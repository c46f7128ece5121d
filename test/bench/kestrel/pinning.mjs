import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Whether server and load get a core each: otherwise they take turns, and a ratio says less. */
export const canPin = availableParallelism() >= 2 && spawnSync('taskset', ['-c', '1', 'true']).status === 0;

/** The command on the servers' core: one at a time is measured there. */
export const onServerCore = (command) => pinned('0', command);

/** The command on the core of the load generators and clients. */
export const onLoadCore = (command) => pinned('1', command);

function pinned(core, command) {
  return canPin ? ['taskset', '-c', core, ...command] : command;
}
