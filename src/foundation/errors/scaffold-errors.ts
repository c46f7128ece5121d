import { define } from './error-definition.ts';
import { didYouMean, quoteList } from './quote-list.ts';

/** 13xx: templates, and the projects that `mews new` makes of them. */
export const scaffoldErrors = {
  noTemplateNamed: define<{ known: readonly string[] }>(
    'MEWS1301',
    () => `Which template? None was named, and there is no terminal to ask on.`,
    ({ known }) => `Run 'mews new <template>'. There are ${quoteList(known)}; 'mews new list' says what they are.`,
  ),
  templateNotFound: define<{ name: string; near: readonly string[]; known: readonly string[] }>(
    'MEWS1302',
    ({ name }) => `No templates found matching: '${name}'.`,
    ({ near, known }) => `${didYouMean(near)}There are ${quoteList(known)}; 'mews new list' says what they are, 'mews new install' adds others.`,
  ),
  wouldOverwrite: define<{ directory: string; files: readonly string[] }>(
    'MEWS1303',
    ({ directory, files }) => `Creating this template will make changes to existing files in ${directory}:\n${files.map((file) => `  Overwrite   ./${file}`).join('\n')}\nNothing was written.`,
    () => `Rerun the command and pass --force to accept and create, or choose another folder with -o.`,
  ),
  badProjectName: define<{ name: string; problem: string }>(
    'MEWS1304',
    ({ name, problem }) => `'${name}' cannot be the name of a project: ${problem}.`,
    () => `Choose another one with -n. Letters of every script, digits, blanks, '.', '-', '_' and npm's '@scope/name' are fine.`,
  ),
  projectNotWritten: define<{ directory: string; reason: string }>(
    'MEWS1305',
    ({ directory, reason }) => `The project could not be written to ${directory}: ${reason}. Nothing of it was left there.`,
    () => `Check that the folder can be written and that the disk has room, then run the command again.`,
  ),
  badTemplate: define<{ template: string; problem: string }>(
    'MEWS1306',
    ({ template, problem }) => `The template '${template}' is not valid: ${problem}.`,
    () => `Whoever wrote the template must correct it: .template.config/template.json says what a template is.`,
  ),
  unsafeTemplate: define<{ template: string; path: string; problem: string }>(
    'MEWS1307',
    ({ template, path, problem }) => `The template '${template}' is refused: '${path}' ${problem}.`,
    () => `A template may only write files below the folder of the project it makes. Do not use this one, or ask its author.`,
  ),
  badTemplateOption: define<{ option: string; value: string; expected: string }>(
    'MEWS1308',
    ({ option, value }) => `'${value}' is not a valid value for ${option}.`,
    ({ expected }) => `It must be ${expected}.`,
  ),
  templateOptionMissing: define<{ option: string; template: string }>(
    'MEWS1309',
    ({ option, template }) => `The template '${template}' needs ${option}, which has no default.`,
    ({ template }) => `Add it; 'mews new ${template} --help' says what it means.`,
  ),
  postActionFailed: define<{ action: string; reason: string; instructions: string }>(
    'MEWS1310',
    ({ action, reason }) => `The project was created, but '${action}' failed: ${reason}.`,
    ({ instructions }) => `Once the reason is gone, do it yourself: ${instructions}`,
  ),
  postActionNotAllowed: define<{ action: string; instructions: string }>(
    'MEWS1311',
    ({ action }) => `The project was created, but the template's own command '${action}' was not run: it is code of whoever wrote the template.`,
    ({ instructions }) => `Read it first; then run it yourself, or create the project with --allow-scripts yes. ${instructions}`.trimEnd(),
  ),
  templateSourceUnknown: define<{ source: string; why: string }>(
    'MEWS1312',
    ({ source, why }) => `'${source}' is nothing that templates could be installed from: ${why}.`,
    () => `Name a folder, a tarball (.tgz), an npm package (my-templates@1.2.0), or a git URL (https://….git#branch).`,
  ),
  templatePackageFailed: define<{ source: string; reason: string }>(
    'MEWS1313',
    ({ source, reason }) => `The templates of '${source}' could not be installed: ${reason}.`,
    () => `What was installed before is as it was. Remove the reason, then run 'mews new install' again.`,
  ),
  templateNameTaken: define<{ name: string; source: string; owner: string }>(
    'MEWS1314',
    ({ name, source, owner }) => `The templates of '${source}' are not installed: '${name}' is the short name of a template of ${owner}.`,
    () => `Two templates cannot have the same short name. Uninstall the other one, or ask the author for another name.`,
  ),
  templatePackageNotFound: define<{ source: string; near: readonly string[]; known: readonly string[] }>(
    'MEWS1315',
    ({ source }) => `No templates are installed from '${source}'.`,
    ({ near, known }) => `${didYouMean(near)}${known.length > 0 ? `Installed are those of ${quoteList(known)}.` : `None are installed; those of mews stay.`}`,
  ),
};
