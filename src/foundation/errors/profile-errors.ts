import { define } from './error-definition.ts';
import { didYouMean, quoteList } from './quote-list.ts';

/** 12xx: launchSettings.json and its profiles. */
export const profileErrors = {
  badLaunchSettings: define<{ file: string; problem: string }>(
    'MEWS1201',
    ({ file, problem }) => `An error was encountered when reading '${file}': ${problem}.`,
    () => `Correct the JSON at the place shown; comments and trailing commas are allowed.`,
  ),
  profilesNotAnObject: define<{ file: string }>(
    'MEWS1202',
    ({ file }) => `The 'profiles' property of '${file}' is not a JSON object.`,
    () => `Write "profiles": { "http": { "commandName": "Project" } }.`,
  ),
  profileNotFound: define<{ name: string; near: readonly string[]; known: readonly string[]; file: string }>(
    'MEWS1203',
    ({ name, file }) => `A launch profile with the name '${name}' doesn't exist in ${file}.`,
    ({ near, known }) =>
      `${didYouMean(near)}${known.length ? `The profiles are ${quoteList(known)}.` : 'It has no profiles.'}`,
  ),
  noLaunchSettings: define<{ name: string; tried: readonly string[] }>(
    'MEWS1204',
    ({ name }) => `Cannot use launch profile '${name}' because the launch settings file could not be located.`,
    ({ tried }) => `Create it, or leave out -lp. Locations tried: ${quoteList(tried)}.`,
  ),
  profileNotAnObject: define<{ name: string }>(
    'MEWS1205',
    ({ name }) => `The launch profile '${name}' isn't a valid JSON object.`,
    ({ name }) => `Write "${name}": { "commandName": "Project" }.`,
  ),
  ambiguousProfile: define<{ names: readonly string[] }>(
    'MEWS1206',
    ({ names }) => `There are several launch profiles with case-sensitive names, which isn't permitted: ${names.map((name) => `'${name}'`).join(', ')}.`,
    () => `Make the profile names distinct: upper and lower case do not count.`,
  ),
  commandNameMissing: define<{ name: string }>(
    'MEWS1207',
    ({ name }) => `The launch profile '${name}' has no commandName.`,
    () => `Add "commandName": "Project".`,
  ),
  unknownCommandName: define<{ name: string; commandName: string; near: readonly string[] }>(
    'MEWS1208',
    ({ name, commandName }) => `The launch profile type '${commandName}' of '${name}' is not supported.`,
    ({ near }) => `${didYouMean(near)}Use Project, Executable, IISExpress, IIS or HttpSys; capital letters count.`,
  ),
  unsupportedCommandName: define<{ name: string; commandName: string; reason: string }>(
    'MEWS1209',
    ({ name, commandName, reason }) => `The launch profile '${name}' cannot be launched: ${commandName} ${reason}.`,
    () => `Choose another profile with -lp ('mews profiles' lists them), or change its commandName.`,
  ),
  badProfileProperty: define<{ name: string; property: string; value: string; expected: string }>(
    'MEWS1210',
    ({ name, property, value }) => `"${property}" of the launch profile '${name}' is ${value}.`,
    ({ expected }) => `It must be ${expected}.`,
  ),
  executablePathMissing: define<{ name: string }>(
    'MEWS1211',
    ({ name }) => `The launch profile '${name}' has the commandName Executable but no executablePath.`,
    () => `Add "executablePath": the program to run, as a path or as a name on the PATH.`,
  ),
  noUsableProfile: define<{ file: string; reasons: readonly string[] }>(
    'MEWS1212',
    ({ file }) => `A usable launch profile could not be located in ${file}.`,
    ({ reasons }) =>
      `Add a profile with "commandName": "Project"${reasons.length ? `, or name one with -lp. What there is: ${reasons.join('; ')}` : ''}.`,
  ),
  badIisSetting: define<{ file: string; setting: string; value: string; expected: string }>(
    'MEWS1213',
    ({ file, setting, value }) => `"${setting}" in ${file} is ${value}.`,
    ({ expected }) => `It must be ${expected}.`,
  ),
  nothingToImport: define<{ tried: readonly string[] }>(
    'MEWS1214',
    ({ tried }) => `There is nothing that profiles could be made of: ${quoteList(tried)}.`,
    () => `'mews profiles import' reads .vscode/launch.json, or the scripts of package.json that start something (start, dev, serve …); --from chooses.`,
  ),
  profilesExist: define<{ names: readonly string[]; file: string }>(
    'MEWS1215',
    ({ names, file }) => `${file} has profiles of these names already: ${names.map((name) => `'${name}'`).join(', ')}. Nothing was written.`,
    () => `Rename them first, or run the command again with --force to replace them.`,
  ),
  badWebConfig: define<{ file: string; problem: string }>(
    'MEWS1217',
    ({ file, problem }) => `The configuration of the hosting module in '${file}' cannot be used: ${problem}.`,
    () => `Correct it at the place shown, or remove the file if the project is not to be hosted with it.`,
  ),
  settingsNotWritten: define<{ file: string; reason: string }>(
    'MEWS1216',
    ({ file, reason }) => `The launch settings could not be written to ${file}: ${reason}.`,
    () => `Check that the file can be written and that the disk has room.`,
  ),
};
