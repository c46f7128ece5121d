import { join } from 'node:path';
import { startProcess } from '../../foundation/process/start-process.ts';
import type { Activator } from '../activation/activator.ts';
import type { WatchHost } from './watch-host.ts';

/**
 * Has the kernel keep connections waiting on the public sockets, for a program that inherits them and expects that
 * (sd_listen_fds(3)). Only a process that ends can do it for us: one that listens itself would accept.
 */
export async function beginBacklog(activator: Activator, { mewsRoot, cwd, env }: Pick<WatchHost, 'mewsRoot' | 'cwd' | 'env'>): Promise<void> {
  const { descriptors, silent } = activator.lend();
  if (silent.length === 0) return;
  let prepared: () => void = () => {};
  const isPrepared = new Promise<void>((resolve) => (prepared = resolve));
  const helper = await startProcess({
    command: process.execPath,
    args: [join(mewsRoot, 'dist', 'app-host.js')],
    cwd,
    env,
    descriptors,
    stdin: 'ignore',
    onEvent: ({ type }) => void (type === 'prepared' && prepared()),
  });
  helper.send({ type: 'prepare', descriptors: silent, server: 'unknown' });
  await Promise.race([isPrepared, helper.exited]);
  helper.signal('SIGKILL');
  await helper.exited;
}
