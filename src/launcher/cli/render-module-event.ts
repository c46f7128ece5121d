import { chalkStderr as chalk } from 'chalk';
import type { ModuleEvent } from '../../foundation/events/module-event.ts';
import type { Verbosity } from '../plan/launch-options.ts';
import { printable } from './printable.ts';

/** What the hosting module tells of an app's processes, as the line a person reads; empty when it is not worth one. */
export function renderModuleEvent(event: ModuleEvent, verbosity: Verbosity): string {
  if (verbosity === 'quiet') return '';
  switch (event.type) {
    case 'workerStarted':
      return chalk.dim(`Process ${event.pid} of the app started in ${event.milliseconds} ms${event.logFile === null ? '' : ` · log: ${printable(event.logFile)}`}`);
    case 'workerEnded':
      return renderEnd(event);
    case 'recycling':
      return `${chalk.cyan(printable(event.cause))} changed: the app is recycled`;
    case 'offline':
      return event.isOffline ? chalk.yellow('app_offline.htm is there: the app is offline') : 'app_offline.htm has gone: the app starts with the next request';
    default:
      return event satisfies never;
  }
}

function renderEnd({ pid, reason, exitCode, signal }: Extract<ModuleEvent, { type: 'workerEnded' }>): string {
  if (reason === 'idle') return chalk.dim(`Process ${pid} of the app was idle and has been ended; the next request starts another one`);
  if (reason !== 'exited') return '';
  return chalk.yellow(`Process ${pid} of the app has ended (${signal ?? `exit code ${exitCode}`}); the next request starts another one`);
}
