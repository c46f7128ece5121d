import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AppEvent } from '../../foundation/events/event.ts';
import type { SentHandle } from '../../foundation/events/sent-handle.ts';
import { type RunningProcess, startProcess } from '../../foundation/process/start-process.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { captureOf, type Capture } from './capture.ts';
import type { LaunchHost } from './launch-host.ts';
import { processEnvironment } from './process-environment.ts';

export interface AppBoot {
  readonly plan: LaunchPlan;
  readonly host: LaunchHost;
  readonly onEvent: (event: AppEvent, handle: SentHandle | undefined) => void;
  /** Absolute path of the file that node runs as its main module. */
  readonly output: string;
  /** Listening sockets that the process inherits, from descriptor 4 on. Default: none. */
  readonly descriptors?: readonly number[];
  /** Default: the launcher's own. */
  readonly stdin?: 'inherit' | 'ignore';
  /** Who is told what it writes. Default: nobody, or the events do. */
  readonly capture?: Capture;
  /** How node is told of the debugger. Default: what the plan says. */
  readonly inspectorArgs?: readonly string[];
}

/** Starts a node process that waits, with the app host loaded and nothing of the app, for the command `launch`. */
export function bootApp({ plan, host, onEvent, output, descriptors = [], stdin = 'inherit', capture = captureOf(host), inspectorArgs = inspectorArguments(plan) }: AppBoot): Promise<RunningProcess> {
  const appHost = pathToFileURL(join(host.mewsRoot, 'dist', 'app-host.js')).href;
  return startProcess({
    command: process.execPath,
    args: [
      ...inspectorArgs,
      '--enable-source-maps',
      '--import',
      appHost,
      output,
      ...plan.args.value,
    ],
    cwd: plan.workingDirectory.value,
    env: processEnvironment(plan, host),
    onEvent,
    descriptors,
    stdin,
    ...capture,
  });
}

function inspectorArguments({ inspect: { value } }: LaunchPlan): string[] {
  return value ? [`${value.breakFirst ? '--inspect-brk' : '--inspect'}=${value.address}`] : [];
}
