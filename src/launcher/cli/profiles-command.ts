import { Command, Option } from 'commander';
import { choice } from './choice.ts';
import type { CommandContext } from './command-context.ts';
import { projectOption, refuseFileInProject } from './launch-options.ts';
import { profilesImportCommand } from './profiles-import-command.ts';

const EXAMPLES = `
Examples:
  mews profiles                                         the profiles of this project; * marks the default one
  mews profiles --format json                           the same for machines
  mews profiles --format vscode > .vscode/launch.json   the same for F5 in VS Code
  mews profiles import                                  profiles from .vscode/launch.json or package.json`;

interface ProfilesOptions {
  readonly project?: string;
  readonly format: 'text' | 'json' | 'vscode';
}

/** `mews profiles`: name, command, addresses, usable or why not. Nothing of the project runs. */
export function profilesCommand(context: CommandContext): Command {
  return new Command('profiles')
    .description('list the launch profiles of this project')
    .argument('[file]', 'a file app instead of a project')
    .addOption(projectOption())
    .addOption(new Option('--format <text|json|vscode>', "what is printed: text for people, JSON for machines, VS Code's launch.json").default('text').argParser(choice('--format', ['text', 'json', 'vscode'])))
    .addHelpText('after', EXAMPLES)
    .addCommand(profilesImportCommand(context))
    .helpCommand(false)
    // The options of `import` are its own.
    .enablePositionalOptions()
    .action(async (file: string | undefined, { project, format }: ProfilesOptions) => {
      refuseFileInProject(file, project);
      const request = { cwd: context.cwd, file, project };
      if (format === 'vscode') {
        const { printEditorProfiles } = await import('./print-editor-profiles.ts');
        return printEditorProfiles(request, context);
      }
      const { gatherProfiles } = await import('../launch/gather-profiles.ts');
      const { renderProfiles } = await import('./render-profiles.ts');
      context.out(renderProfiles(gatherProfiles(request), format));
    });
}
