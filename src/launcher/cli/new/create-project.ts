import type { Command } from 'commander';
import { boundValues, installOptions } from '../../scaffold/mews-dependency.ts';
import { newProject, type NewProject } from '../../scaffold/new-project.ts';
import { findExistingFiles } from '../../scaffold/existing-files.ts';
import { applicableActions, commandLine, runPostActions } from '../../scaffold/post-actions.ts';
import { projectPlace, type ProjectPlace } from '../../scaffold/project-place.ts';
import type { Template } from '../../scaffold/template.ts';
import { writeProject } from '../../scaffold/write-project.ts';
import type { CommandContext } from '../command-context.ts';
import { createReporter } from '../create-reporter.ts';
import { editorFiles } from './editor-files.ts';
import { INTERRUPTED } from './interrupted.ts';
import { type NewOptions, withNewOptions } from './new-options.ts';
import { lateCommand, parseWords } from './parse-words.ts';
import { renderFileActions } from './render-file-actions.ts';
import { renderNextSteps } from './render-next-steps.ts';
import { givenValues, withTemplateOptions } from './template-options.ts';
import { typedPlace } from './typed-place.ts';

/** The command `mews new <template>` with all its options. */
export function templateCommand(template: Template, context: CommandContext): Command {
  const command = lateCommand(`new ${template.shortNames[0]}`, context).description(`${template.name}: ${template.description}`);
  return withTemplateOptions(withNewOptions(command), template);
}

/** `mews new <template>`: render → write → post actions. Resolves with the exit code. `words` are those after the template's name. */
export async function createProject(template: Template, words: readonly string[], context: CommandContext): Promise<number> {
  const command = templateCommand(template, context);
  if (!parseWords(command, words)) return 0;
  const options: NewOptions = command.opts();
  const { name, directory } = projectPlace({ cwd: context.cwd, name: options.name, output: options.output, preferNameDirectory: template.preferNameDirectory });
  const rendered = await newProject({ template, name, given: givenValues(command, template), bound: boundValues(context) });
  const project = { ...rendered, files: [...rendered.files, ...editorFiles(rendered.files)] };
  if (options.dryRun) {
    const actions = applicableActions({ template, values: project.values, restore: options.restore }).map(commandLine);
    context.out(renderFileActions({ files: project.files, existing: findExistingFiles(project.files, directory), place: typedPlace(directory, context.cwd), actions }));
    return 0;
  }
  if (!(await writeProject({ files: project.files, directory, force: options.force === true, signal: context.stop.graceful }))) return INTERRUPTED;
  return finish(template, { ...project, name, directory, options }, context);
}

interface WrittenProject extends NewProject, ProjectPlace {
  readonly options: NewOptions;
}

/** The project is whole: whatever comes now, it stays. */
async function finish(template: Template, { values, directory, options }: WrittenProject, context: CommandContext): Promise<number> {
  const report = createReporter(context, { format: 'text', verbosity: 'minimal' });
  report({ type: 'note', text: `The template "${template.name}" was created successfully.` });
  const isDone = await runPostActions({
    template,
    values,
    directory,
    restore: options.restore,
    allowScripts: options.allowScripts === 'yes',
    installOptions: installOptions(context),
    env: context.env,
    signal: context.stop.graceful,
    now: context.stop.now,
    report,
  });
  if (!isDone) return INTERRUPTED;
  report({ type: 'note', text: renderNextSteps(directory, context.cwd) });
  return 0;
}
