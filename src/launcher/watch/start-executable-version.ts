import { createServer } from 'node:net';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { Activator } from '../activation/activator.ts';
import { startExecutable } from '../launch/start-executable.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { decideListening, relayedEnvironment } from '../launch/executable-listening.ts';
import { ExecutableProcess } from '../launch/executable-process.ts';
import type { WatchHost } from './watch-host.ts';

/** Starts the program of an Executable profile as a version. Rejects with executableNotFound, notExecutable, spawnFailed. */
export async function startExecutableVersion(plan: LaunchPlan, { host, activator }: { readonly host: WatchHost; readonly activator: Activator }): Promise<ExecutableProcess> {
  const { value: executable } = plan.executablePath;
  if (executable === null) throw mewsError('executableNotFound', { executable: '', searched: 'in the launch profile', near: [] });
  const listening = decideListening(plan, await findFreePort());
  const running = await startExecutable(plan, {
    executable,
    host,
    stdin: host.takesKeys ? 'ignore' : 'inherit',
    ...(listening.kind === 'relayed' && { env: relayedEnvironment(listening.upstream) }),
    ...(listening.kind === 'inherited' && { descriptors: activator.lend().descriptors }),
  });
  return new ExecutableProcess({ running, activator, listening });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
