import { join } from 'node:path';
import { execPath } from 'node:process';
import { pathToFileURL } from 'node:url';
import type { HostSettings } from '../../foundation/events/event.ts';
import { startProcess } from '../../foundation/process/start-process.ts';
import { AppProcess } from '../activation/app-process.ts';
import type { Activator } from '../activation/activator.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { Capture } from './capture.ts';
import type { LaunchHost } from './launch-host.ts';
import { processEnvironment } from './process-environment.ts';

export interface BootWithoutApp {
  readonly plan: LaunchPlan;
  readonly host: LaunchHost;
  /** Whose sockets it serves. */
  readonly activator: Activator;
  readonly capture?: Capture;
}

/** Starts an app host that will have no app, and serves the plan's addresses with what its settings say. It waits for `launch`. */
export async function startWithoutApp({ plan, host, activator, capture = {} }: BootWithoutApp): Promise<AppProcess> {
  const { activation, descriptors, silent } = activator.lend();
  const app: { process?: AppProcess } = {};
  const running = await startProcess({
    command: execPath,
    args: [appHostOf(host)],
    cwd: plan.projectRoot,
    env: processEnvironment(plan, host),
    descriptors,
    stdin: 'ignore',
    onEvent: (event, handle) => app.process && activator.hear(app.process, event, handle),
    ...capture,
  });
  const process = new AppProcess(running, activation);
  app.process = process;
  running.send({ type: 'prepare', descriptors: silent, server: 'kestrel' });
  return process;
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
