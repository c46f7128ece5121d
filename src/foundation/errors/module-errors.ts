import { define } from './error-definition.ts';

/** 43xx: the hosting module and the processes of an app behind it. */
export const moduleErrors = {
  moduleStartTimedOut: define<{ pid: number; seconds: number }>(
    'MEWS4301',
    ({ pid, seconds }) => `The application did not listen within startupTimeLimit, ${seconds} s (process ${pid}).`,
    () => `See what it waits for before its listen(): a database, a migration; or raise startupTimeLimit.`,
  ),
  rapidFails: define<{ most: number }>(
    'MEWS4302',
    ({ most }) => `Maximum rapid fail count per minute of '${most}' exceeded: the application is not started for a while.`,
    () => `Fix what its processes die of (see the errors before); a changed setting, an edit under 'mews watch', or a minute's patience starts it again.`,
  ),
  badModulePort: define<{ value: string; lowest: number; highest: number }>(
    'MEWS4303',
    ({ value, lowest, highest }) => `The application cannot be given the port '${value}' of the environment variable ASPNETCORE_PORT: ports behind the hosting module are from ${lowest} to ${highest}.`,
    () => `Remove ASPNETCORE_PORT, so that a random port is chosen.`,
  ),
  noFreeModulePort: define<{ attempts: number; lowest: number; highest: number }>(
    'MEWS4304',
    ({ attempts, lowest, highest }) => `No free port from ${lowest} to ${highest} was found for the application in ${attempts} attempts.`,
    () => `Set ASPNETCORE_PORT to a free one, or end programs that hold very many ports.`,
  ),
  inProcessProgram: define<{ executable: string }>(
    'MEWS4306',
    ({ executable }) => `The program '${executable}' cannot be hosted in-process: it is no app that a Node process could load.`,
    () => `Use "hostingModel": "outofprocess", or a profile with "commandName": "Project".`,
  ),
  differentApplicationPaths: define<{ url: string; other: string; from: string }>(
    'MEWS4307',
    ({ url, other, from }) => `The addresses '${url}' and '${other}' (from ${from}) have different paths, and the app can have one.`,
    () => `Write the same path behind all addresses: it is the virtual path of the app.`,
  ),
  unfitForModule: define<{ what: string; from: string; model: string; why: string }>(
    'MEWS4308',
    ({ what, from, model, why }) => `${what} (from ${from}) does not go with the hosting model '${model}': ${why}.`,
    ({ what }) => `Leave out ${what}, or the hosting model.`,
  ),
  frontEnded: define<{ pid: number }>(
    'MEWS4305',
    ({ pid }) => `The hosting module's process ${pid} has ended unexpectedly; another one takes its place.`,
    () => `Requests in flight were lost, others wait. If nobody has killed it, please report this with what it has written.`,
  ),
};
