import { define } from './error-definition.ts';
import { didYouMean } from './quote-list.ts';

/** 31xx: starting, watching over and stopping processes. */
export const processErrors = {
  executableNotFound: define<{ executable: string; searched: string; near: readonly string[] }>(
    'MEWS3101',
    ({ executable, searched }) => `The executable '${executable}' was not found ${searched}.`,
    ({ near }) => `${didYouMean(near)}Correct "executablePath" in the launch profile, or install the program.`,
  ),
  notExecutable: define<{ executable: string; reason: string }>(
    'MEWS3102',
    ({ executable, reason }) => `'${executable}' cannot be executed: ${reason}.`,
    ({ executable }) => `Make it executable: chmod +x '${executable}'.`,
  ),
  workingDirectoryNotFound: define<{ directory: string; from: string }>(
    'MEWS3103',
    ({ directory, from }) => `The working directory '${directory}' (from ${from}) does not exist.`,
    () => `Correct "workingDirectory" in the launch profile; it is relative to the project's folder.`,
  ),
  spawnFailed: define<{ command: string; reason: string }>(
    'MEWS3104',
    ({ command, reason }) => `'${command}' could not be started: ${reason}.`,
    () => `Check that the program exists, that you may execute it, and that the machine has processes and memory left.`,
  ),
  appCrashed: define<{ error: string; exitCode: number }>(
    'MEWS3105',
    ({ error, exitCode }) => `The application crashed on start (exit code ${exitCode}): ${error}.`,
    () => `Fix the error and run again; the stack above shows the way to it.`,
  ),
  packageNotFound: define<{ package: string }>(
    'MEWS3106',
    ({ package: name }) => `The application could not start: the package '${name}' is not installed.`,
    ({ package: name }) => `Run 'npm install', or 'npm install ${name}' if package.json does not list it yet.`,
  ),
  sourceLoadedAtRunTime: define<{ file: string; node: string }>(
    'MEWS3107',
    ({ file, node }) => `The application loads '${file}' while it runs, and Node ${node} cannot run that TypeScript: it was not bundled.`,
    () => `Import it by a path that begins as written text, import('./plugins/' + name + '.ts'), or build with "mews": { "build": "…", "entry": "…" } in package.json; Node 22.18 and newer run TypeScript that only has types.`,
  ),
};
