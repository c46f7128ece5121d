import { findExecutable } from '../../foundation/process/find-executable.ts';
import { type RunningProcess, startProcess } from '../../foundation/process/start-process.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { captureOf, type Capture } from './capture.ts';
import type { LaunchHost } from './launch-host.ts';
import { processEnvironment } from './process-environment.ts';

export interface ExecutableStart {
  readonly executable: string;
  readonly host: LaunchHost;
  /** Over the plan's variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Listening sockets that the program inherits, from descriptor 3 on (sd_listen_fds(3)). */
  readonly descriptors?: readonly number[];
  /** Default: the launcher's own. */
  readonly stdin?: 'inherit' | 'ignore';
  /** Who is told what it writes. Default: nobody, or the events do. */
  readonly capture?: Capture;
}

/** Starts the program of an Executable profile. Rejects with executableNotFound, notExecutable, spawnFailed. */
export function startExecutable(plan: LaunchPlan, { executable, host, env: over = {}, descriptors = [], stdin = 'inherit', capture = captureOf(host) }: ExecutableStart): Promise<RunningProcess> {
  const env = { ...processEnvironment(plan, host), ...over };
  const directory = plan.workingDirectory.value;
  const program = findExecutable({ executable, directory, env });
  // The number of the process is known to itself alone; a shell keeps it when it becomes the program.
  const [command, args] = descriptors.length > 0 ? ['/bin/sh', ['-c', 'LISTEN_PID=$$ exec "$0" "$@"', program, ...plan.args.value]] : [program, plan.args.value];
  return startProcess({
    command,
    args,
    cwd: directory,
    env: descriptors.length > 0 ? { ...env, LISTEN_FDS: String(descriptors.length) } : env,
    descriptors,
    stdin,
    ...capture,
  });
}
