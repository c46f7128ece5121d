import { join } from 'node:path';
import { execPath } from 'node:process';
import { pathToFileURL } from 'node:url';
import type { HostSettings } from '../../foundation/events/event.ts';
import { startProcess } from '../../foundation/process/start-process.ts';
import type { AppProcess } from '../activation/app-process.ts';
import type { Activator } from '../activation/activator.ts';
import { startAppProcess } from '../activation/start-app-process.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { Capture } from './capture.ts';
import type { LaunchHost } from './launch-host.ts';
import { processEnvironment } from './process-environment.ts';

/** Milliseconds that such a process has beyond what it gives to its clients. */
const GRACE = 500;

export interface BootWithoutApp {
  readonly plan: LaunchPlan;
  readonly host: LaunchHost;
  /** Whose sockets it serves. */
  readonly activator: Activator;
  readonly capture?: Capture;
}

/** Starts an app host that will have no app, and serves the plan's addresses with what its settings say. It waits for `launch`. */
export async function startWithoutApp({ plan, host, activator, capture = {} }: BootWithoutApp): Promise<AppProcess> {
  const env = processEnvironment(plan, host);
  const { process, silent } = await startAppProcess(activator, (inherited) =>
    startProcess({ command: execPath, args: [appHostOf(host)], cwd: plan.projectRoot, env, stdin: 'ignore', ...inherited, ...capture }),
  );
  process.running.send({ type: 'prepare', descriptors: silent, server: 'kestrel' });
  return process;
}

/** Ends such a process: what it answers just now has `deadline` milliseconds. */
export async function endWithoutApp(process: AppProcess | undefined, deadline: number): Promise<void> {
  if (!process || process.hasEnded) return;
  process.running.send({ type: 'shutdown', signal: 'SIGTERM', deadline });
  const timer = setTimeout(() => process.running.signal('SIGKILL'), deadline + GRACE);
  await process.exited;
  clearTimeout(timer);
}

/** What such a process is told. What Node would load as the entry is the host itself. */
export function settingsWithoutApp(plan: LaunchPlan, host: LaunchHost): HostSettings {
  const appHost = appHostOf(host);
  return {
    urls: plan.urls,
    server: 'kestrel',
    listen: 'profile',
    environment: plan.environmentName.value,
    sourceEntry: appHost,
    entry: pathToFileURL(appHost).href,
    resolveMews: false,
    isDetailed: false,
  };
}

function appHostOf({ mewsRoot }: LaunchHost): string {
  return join(mewsRoot, 'dist', 'app-host.js');
}
