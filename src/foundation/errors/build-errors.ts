import { define } from './error-definition.ts';

/** 20xx: build, type-check and clean. */
export const buildErrors = {
  buildFailed: define<{ errors: number; configuration: string }>(
    'MEWS2001',
    ({ errors, configuration }) => `The build failed with ${errors} error${errors === 1 ? '' : 's'} (${configuration}).`,
    () => `Fix the build errors and run again.`,
  ),
  typecheckFailed: define<{ errors: number }>(
    'MEWS2002',
    ({ errors }) => `The type-check found ${errors} error${errors === 1 ? '' : 's'}, and typecheck is 'gate': the app was not started.`,
    () => `Fix the type errors, or start anyway with --typecheck warn.`,
  ),
  notBuilt: define<{ output: string; configuration: string }>(
    'MEWS2003',
    ({ output }) => `There is no build to run: '${output}' does not exist, and --no-build was given.`,
    ({ configuration }) => `Run 'mews build -c ${configuration}' first, or leave out --no-build.`,
  ),
  buildCommandFailed: define<{ command: string; exitCode: string }>(
    'MEWS2004',
    ({ command, exitCode }) => `The project's build command '${command}' ended with ${exitCode}.`,
    () => `Its output is above. The command is "mews.build" in package.json.`,
  ),
  buildOutputMissing: define<{ entry: string; command: string }>(
    'MEWS2005',
    ({ entry, command }) => `The build command '${command}' succeeded, but '${entry}' does not exist.`,
    () => `Make "mews.entry" in package.json name the file that the build command writes.`,
  ),
  outputNotWritable: define<{ directory: string; reason: string }>(
    'MEWS2006',
    ({ directory, reason }) => `The build output cannot be written to ${directory}: ${reason}.`,
    () => `Check that the folder can be written and that the disk has room.`,
  ),
  typecheckerFailed: define<{ command: string; exitCode: string; output: string }>(
    'MEWS2007',
    ({ command, exitCode, output }) => `The type-checker '${command}' ended with ${exitCode} and no findings: ${output || 'it printed nothing'}.`,
    () => `Run it by hand to see why, or switch it off with --typecheck off.`,
  ),
};
