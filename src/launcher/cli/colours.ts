import chalk, { chalkStderr } from 'chalk';

/**
 * Each stream has colours when it is a terminal: `chalk` looks at stdout, `chalkStderr` at stderr. Neither reads NO_COLOR,
 * which turns them off whatever its value (https://no-color.org).
 */
export function honourNoColor(env: Readonly<Record<string, string | undefined>>): void {
  if (!env['NO_COLOR']) return;
  for (const colours of [chalk, chalkStderr]) colours.level = 0;
}
