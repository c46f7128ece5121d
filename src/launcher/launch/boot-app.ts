import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AppEvent } from '../../foundation/events/event.ts';
import { type RunningProcess, startProcess } from '../../foundation/process/start-process.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchHost } from './launch-host.ts';
import { processEnvironment } from './process-environment.ts';

export interface AppBoot {
  readonly plan: LaunchPlan;
  readonly host: LaunchHost;
  readonly onEvent: (event: AppEvent) => void;
  /** Absolute path of the file that node runs as its main module. */
  readonly output: string;
}

/** Starts a node process that waits, with the app host loaded and nothing of the app, for the command `launch`. */
export function bootApp({ plan, host, onEvent, output }: AppBoot): Promise<RunningProcess> {
  const inspect = plan.inspect.value;
  const appHost = pathToFileURL(join(host.mewsRoot, 'dist', 'app-host.js')).href;
  return startProcess({
    command: process.execPath,
    args: [
      ...(inspect ? [`${inspect.breakFirst ? '--inspect-brk' : '--inspect'}=${inspect.address}`] : []),
      '--enable-source-maps',
      '--import',
      appHost,
      output,
      ...plan.args.value,
    ],
    cwd: plan.workingDirectory.value,
    env: processEnvironment(plan, host),
    onEvent,
    ...(host.captureOutput ? { onOutput: (stream, text) => host.report({ type: 'output', stream, text }) } : {}),
  });
}
