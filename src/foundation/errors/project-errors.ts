import { define } from './error-definition.ts';
import { didYouMean, quoteList } from './quote-list.ts';

/** 11xx: the project, its entry point and its settings files. */
export const projectErrors = {
  projectNotFound: define<{ directory: string }>(
    'MEWS1101',
    ({ directory }) => `Could not find a project to run: ${directory} has no package.json and no entry file.`,
    () => `Run mews in a project's folder, pass its path with --project, or name a file: 'mews run app.ts'.`,
  ),
  projectPathNotFound: define<{ path: string; near: readonly string[] }>(
    'MEWS1102',
    ({ path }) => `The project path '${path}' does not exist.`,
    ({ near }) => `${didYouMean(near)}--project takes a folder with a package.json, or the package.json itself.`,
  ),
  notAProject: define<{ path: string }>(
    'MEWS1103',
    ({ path }) => `'${path}' is not a valid project file.`,
    () => `--project takes a folder with a package.json, or the package.json itself; a single file runs with 'mews run <file>'.`,
  ),
  entryNotFound: define<{ directory: string; tried: readonly string[] }>(
    'MEWS1104',
    ({ directory }) => `No entry point was found in ${directory}.`,
    ({ tried }) =>
      `Name it in package.json: "mews": { "entry": "src/app.ts" }. Looked for ${quoteList(tried)}, and the same in .mts, .cts, .tsx, .js, .mjs and .cjs.`,
  ),
  entryMissing: define<{ entry: string; namedBy: string; near: readonly string[] }>(
    'MEWS1105',
    ({ entry, namedBy }) => `The entry point '${entry}', named by ${namedBy}, does not exist.`,
    ({ near, namedBy }) => `${didYouMean(near)}Correct ${namedBy}, or create the file.`,
  ),
  ambiguousEntry: define<{ entries: readonly string[]; directory: string }>(
    'MEWS1106',
    ({ entries, directory }) => `${directory} has several entry points: ${quoteList(entries)}.`,
    ({ entries }) => `Say which one in package.json: "mews": { "entry": "${entries[0] ?? 'src/app.ts'}" }, or delete the other.`,
  ),
  unreadableFile: define<{ file: string; reason: string }>(
    'MEWS1107',
    ({ file, reason }) => `'${file}' cannot be read: ${reason}.`,
    () => `Check that it is a file and that you may read it.`,
  ),
  badPackageJson: define<{ file: string; problem: string }>(
    'MEWS1108',
    ({ file, problem }) => `${file} is not valid: ${problem}.`,
    () => `package.json is plain JSON: double quotes, no comments, no trailing commas.`,
  ),
  badMewsSetting: define<{ file: string; setting: string; value: string; expected: string }>(
    'MEWS1109',
    ({ file, setting, value }) => `"mews.${setting}" in ${file} is ${value}.`,
    ({ expected }) => `It must be ${expected}.`,
  ),
  fileNotFound: define<{ file: string; near: readonly string[] }>(
    'MEWS1110',
    ({ file }) => `The file '${file}' does not exist.`,
    ({ near }) => `${didYouMean(near)}'mews run <file>' takes a TypeScript or JavaScript file.`,
  ),
  notAnApp: define<{ file: string }>(
    'MEWS1111',
    ({ file }) => `'${file}' is not a TypeScript or JavaScript file.`,
    () => `'mews run <file>' takes .ts, .mts, .cts, .tsx, .js, .mjs, .cjs or .jsx files; other programs run through an Executable profile.`,
  ),
};
