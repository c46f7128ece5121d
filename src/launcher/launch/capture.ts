import type { ProcessStart } from '../../foundation/process/start-process.ts';
import type { LaunchHost } from './launch-host.ts';

/** Who is told what a process writes; streams that nobody is told of are our own. */
export type Capture = Pick<ProcessStart, 'onOutput' | 'captured'>;

/** With `--format json` the output of a program becomes events. */
export function captureOf({ captureOutput, report }: Pick<LaunchHost, 'captureOutput' | 'report'>): Capture {
  return captureOutput ? { onOutput: (stream, text) => report({ type: 'output', stream, text }) } : {};
}
