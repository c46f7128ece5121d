import chalk from 'chalk';
import type { FoundProfiles } from '../launch/gather-profiles.ts';

/** The profiles as a table, `*` before the default one, or as one JSON array. Ends with a newline. */
export function renderProfiles({ file, tried, profiles }: FoundProfiles, format: 'text' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(profiles, null, 2)}\n`;
  if (file === undefined) return `No launch settings were found. Looked for ${tried.join(', ')}.\n`;
  if (profiles.length === 0) return `${file} has no profiles.\n`;
  const width = Math.max(...profiles.map(({ name }) => name.length));
  const commands = Math.max(...profiles.map(({ commandName }) => (commandName ?? '').length));
  const lines = profiles.map((profile) => {
    const mark = profile.default ? '*' : ' ';
    const rest = profile.usable ? profile.urls.join(';') : chalk.yellow(`not usable: ${profile.reason ?? ''}`);
    return `${mark} ${profile.name.padEnd(width)}  ${(profile.commandName ?? '').padEnd(commands)}  ${rest}`.trimEnd();
  });
  return `${lines.join('\n')}\n`;
}
