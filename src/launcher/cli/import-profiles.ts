import { relative } from 'node:path';
import { findImport, profilesOf, writeImport } from '../launch/import-profiles.ts';
import type { CommandContext } from './command-context.ts';
import { createReporter } from './create-reporter.ts';
import { printable } from './printable.ts';

/** What commander makes of the options. */
export interface ImportOptions {
  readonly from?: 'vscode' | 'scripts';
  readonly project?: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/** `mews profiles import`: shows the profiles on stdout, what there is to know about them on stderr, and writes them. */
export function importProfiles({ from, project, dryRun = false, force = false }: ImportOptions, context: CommandContext): void {
  const report = createReporter(context, { format: 'text', verbosity: 'minimal' });
  const found = findImport({ cwd: context.cwd, from, project });
  report({ type: 'note', text: `From ${printable(found.source)}:` });
  const profiles = profilesOf(found);
  context.out(`${JSON.stringify({ profiles: Object.fromEntries(profiles.map(({ name, profile }) => [name, profile])) }, null, 2)}\n`);
  for (const item of found.imported) {
    const notes = item.profile ? item.notes : [`left out, for ${item.reason}`];
    for (const note of notes) report({ type: 'note', text: printable(`${item.name}: ${note}`) });
  }
  if (found.others.length > 0) report({ type: 'note', text: printable(`Scripts that start nothing: ${found.others.join(', ')}`) });
  if (dryRun || profiles.length === 0) return;
  writeImport(found, { force });
  report({ type: 'note', text: `Written to ${relative(context.cwd, found.target)}` });
}
