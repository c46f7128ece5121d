import { chalkStderr as chalk } from 'chalk';
import { relative } from 'node:path';
import type { ErrorJson } from '../../foundation/errors/mews-error.ts';

/** A failure as people read it: code and what happened, where, and what to do next. */
export function renderError({ code, message, hint, location }: ErrorJson, cwd: string): string {
  const lines = [`${chalk.bold.red('error')} ${chalk.bold(`${code}:`)} ${message}`];
  if (location) {
    const path = relative(cwd, location.file);
    lines.push(`  at ${chalk.cyan(`${path.startsWith('..') ? location.file : path}:${location.line}:${location.column}`)}`);
    if (location.frame) lines.push('', location.frame, '');
  }
  lines.push(`${chalk.dim('hint:')} ${hint}`);
  return lines.join('\n');
}
