import { type Installed, installTemplates, uninstallTemplates } from '../../scaffold/install-templates.ts';
import { commandLine } from '../../scaffold/post-actions.ts';
import { readInstalledPackages } from '../../scaffold/template-store.ts';
import type { CommandContext } from '../command-context.ts';
import { createReporter } from '../create-reporter.ts';
import { printable } from '../printable.ts';
import { INTERRUPTED } from './interrupted.ts';
import { lateCommand, parseWords } from './parse-words.ts';

const INSTALL_EXAMPLES = `
Examples:
  mews new install ./my-templates                              a folder, used where it lies
  mews new install my-templates@1.2.0                          an npm package
  mews new install my-templates-1.2.0.tgz                      a tarball
  mews new install https://example.com/templates.git#stable    a git repository, a branch or tag of it

A package may have several templates: every folder with a .template.config/template.json is one. Nothing of a package is run when it is
installed; the commands of its templates are shown, and run only with --allow-scripts yes.`;

const UNINSTALL_EXAMPLES = `
Examples:
  mews new uninstall                   what is installed
  mews new uninstall my-templates      all templates of the package
  mews new uninstall ./my-templates    those of the folder, which itself stays`;

/** `mews new install <source>`. */
export async function installPackage(words: readonly string[], context: CommandContext): Promise<number> {
  const command = lateCommand('new install', context).description('add templates').argument('<source>', 'a folder, an npm package, a tarball, or a git URL').addHelpText('after', INSTALL_EXAMPLES);
  if (!parseWords(command, words)) return 0;
  const report = createReporter(context, { format: 'text', verbosity: 'minimal' });
  const host = { env: context.env, signal: context.stop.graceful, now: context.stop.now, report };
  const installed = await installTemplates({ word: command.args[0] ?? '', cwd: context.cwd, mewsRoot: context.mewsRoot, host });
  if (!installed) return INTERRUPTED;
  report({ type: 'note', text: renderInstalled(installed) });
  return 0;
}

function renderInstalled({ source, templates }: Installed): string {
  const lines = templates.flatMap(({ name, shortNames, postActions }) => [
    `  ${shortNames.join(', ')}  ${name}`,
    ...postActions.map(commandLine).filter((line) => line !== '').map((line) => `      runs afterwards, with --allow-scripts yes: ${line}`),
  ]);
  return [`Installed from ${source}:`, ...lines].map(printable).join('\n');
}

/** `mews new uninstall [source]`: without one, what could be named. */
export async function uninstallPackage(words: readonly string[], context: CommandContext): Promise<number> {
  const command = lateCommand('new uninstall', context).description('remove templates that were installed').argument('[source]', 'what they were installed from, or the short name of one').addHelpText('after', UNINSTALL_EXAMPLES);
  if (!parseWords(command, words)) return 0;
  const [word] = command.args;
  if (word === undefined) {
    context.out(renderPackages(readInstalledPackages(context.env)));
    return 0;
  }
  const { source } = await uninstallTemplates(word, context);
  createReporter(context, { format: 'text', verbosity: 'minimal' })({ type: 'note', text: printable(`Uninstalled the templates of ${source}`) });
  return 0;
}

function renderPackages(packages: readonly Installed[]): string {
  if (packages.length === 0) return 'No templates are installed besides those of mews.\n';
  return packages.map(({ source, templates }) => `${printable(source)}  (${templates.flatMap(({ shortNames }) => shortNames).map(printable).join(', ')})\n`).join('');
}
