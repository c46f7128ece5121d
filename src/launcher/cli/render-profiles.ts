import chalk from 'chalk';
import type { FoundProfiles } from '../launch/gather-profiles.ts';
import type { ListedProfile } from '../profiles/list-profiles.ts';
import { printable } from './printable.ts';

/** The profiles as a table, `*` before the default one, or as one JSON array. Ends with a newline. */
export function renderProfiles({ file, tried, profiles }: FoundProfiles, format: 'text' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(profiles, null, 2)}\n`;
  if (file === undefined) return `No launch settings were found. Looked for ${tried.join(', ')}.\n`;
  if (profiles.length === 0) return `${file} has no profiles.\n`;
  const rows = profiles.map(toRow);
  const width = Math.max(...rows.map(({ name }) => name.length));
  const commands = Math.max(...rows.map(({ command }) => command.length));
  const lines = rows.map(({ mark, name, command, rest }) => `${mark} ${name.padEnd(width)}  ${command.padEnd(commands)}  ${rest}`.trimEnd());
  return `${lines.join('\n')}\n`;
}

interface Row {
  readonly mark: string;
  readonly name: string;
  readonly command: string;
  readonly rest: string;
}

function toRow({ name, commandName, hostingModel, urls, usable, reason, default: isDefault }: ListedProfile): Row {
  const rest = usable ? printable(urls.join(';')) : chalk.yellow(`not usable: ${printable(reason ?? '')}`);
  return { mark: isDefault ? '*' : ' ', name: printable(name), command: printable(hostingModel ? `${commandName} (${hostingModel})` : (commandName ?? '')), rest };
}
