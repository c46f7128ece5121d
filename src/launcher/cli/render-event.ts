import { chalkStderr as chalk } from 'chalk';
import { formatDiagnostic } from '../build/format-diagnostic.ts';
import type { Diagnostic } from '../../foundation/events/diagnostic.ts';
import type { MewsEvent } from '../../foundation/events/event.ts';
import type { Verbosity } from '../plan/launch-options.ts';
import { printable } from './printable.ts';
import { renderError } from './render-error.ts';
import { renderModuleEvent } from './render-module-event.ts';
import { renderWatchEvent } from './render-watch-event.ts';

export interface RenderOptions {
  readonly cwd: string;
  readonly verbosity: Verbosity;
}

/** One event as the lines a person reads; empty when it is not worth one at this verbosity. Exhaustive over the union. */
export function renderEvent(event: MewsEvent, { cwd, verbosity }: RenderOptions): string {
  const quiet = verbosity === 'quiet';
  const detailed = verbosity === 'detailed';
  switch (event.type) {
    case 'launchSettingsUsed':
      return quiet ? '' : `Using launch settings from ${event.file} (profile "${printable(event.profile)}")`;
    case 'warning':
    case 'appWarning':
      return `${chalk.yellow('warning:')} ${event.text}`;
    case 'note':
    case 'appNote':
      return quiet ? '' : chalk.dim(event.text);
    case 'detail':
    case 'appDetail':
      return detailed ? chalk.dim(event.text) : '';
    case 'buildStarted':
      return detailed ? `Building (${event.configuration})…` : '';
    case 'buildSucceeded':
      return quiet ? '' : renderBuild(event, detailed);
    case 'buildFailed':
      return chalk.red(`Build failed with ${count(event.errors, 'error')}${event.warnings ? ` and ${count(event.warnings, 'warning')}` : ''} in ${seconds(event.seconds)} (${event.configuration})`);
    case 'diagnostics':
      return event.diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, cwd)).join('\n');
    case 'typecheckFinished':
      return renderTypecheck(event, detailed);
    case 'listening':
      return quiet ? '' : event.addresses.map((address) => `Now listening on: ${chalk.cyan(address)}`).join('\n');
    case 'started':
      return quiet ? '' : renderStarted(event);
    case 'stopping':
      return quiet ? '' : 'Application is shutting down...';
    case 'error':
      return renderError(event.error, cwd);
    case 'exited':
      return detailed ? `The app ended with exit code ${event.exitCode}${event.signal ? ` (${event.signal})` : ''}` : '';
    case 'output':
      return event.text.replace(/\n$/, '');
    case 'loaded':
      return detailed ? 'The entry is loaded; nothing listens yet' : '';
    case 'crashed':
    case 'startFailed':
      return '';
    case 'watching':
    case 'changed':
    case 'swapped':
    case 'drainEnded':
    case 'refreshed':
    case 'status':
    case 'restarting':
      return renderWatchEvent(event, verbosity);
    case 'workerStarted':
    case 'workerEnded':
    case 'recycling':
    case 'offline':
      return renderModuleEvent(event, verbosity);
    default:
      return event satisfies never;
  }
}

function renderBuild(event: Extract<MewsEvent, { type: 'buildSucceeded' }>, detailed: boolean): string {
  if (event.upToDate) return detailed ? `Build up to date (${event.configuration})` : '';
  return `Build succeeded in ${seconds(event.seconds)} (${event.configuration})`;
}

function renderStarted(event: Extract<MewsEvent, { type: 'started' }>): string {
  return [
    `Application started in ${seconds(event.seconds)}. Press Ctrl+C to shut down.`,
    `Hosting environment: ${event.environment}`,
    `Content root path: ${event.contentRoot}`,
  ].join('\n');
}

function renderTypecheck(event: Extract<MewsEvent, { type: 'typecheckFinished' }>, detailed: boolean): string {
  if (event.errors === 0) return detailed ? `Type-check passed in ${seconds(event.seconds)}` : '';
  const text = `Type-check found ${count(event.errors, 'error')} in ${seconds(event.seconds)}`;
  return event.mode === 'gate' ? chalk.red(text) : chalk.yellow(`${text}; typecheck is 'warn': the app runs all the same`);
}

function renderDiagnostic(diagnostic: Diagnostic, cwd: string): string {
  const colour = diagnostic.severity === 'error' ? chalk.red : chalk.yellow;
  const [head = '', ...frame] = formatDiagnostic(diagnostic, cwd).split('\n');
  return [colour(head), ...frame].join('\n');
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
