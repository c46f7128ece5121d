import { resolve } from 'node:path';
import type { LaunchProfile } from '../profiles/launch-profile.ts';
import { splitArguments } from '../profiles/split-arguments.ts';
import { toUnixPath } from '../profiles/unix-paths.ts';
import { profileSource } from './decide.ts';
import type { LaunchFacts } from './launch-facts.ts';
import { moduleProgram } from './module-program.ts';
import type { Reasoned } from './launch-plan.ts';
import { resolveHostingModel } from './resolve-hosting.ts';

const PORT_PLACEHOLDER = /(%(?:ASPNETCORE_PORT|MEWS_PORT|HTTP_PLATFORM_PORT|PORT)%)/i;

export interface ProgramContext {
  readonly facts: Pick<LaunchFacts, 'options' | 'platform' | 'cwd' | 'project' | 'settings'>;
  readonly expand: (text: string) => string;
  /** Takes what the user should know. */
  readonly warn: (text: string) => void;
}

/**
 * The app's arguments: the command line's, and only when it gives none the profile's, split by .NET's rules.
 */
export function resolveArguments({ facts, expand }: ProgramContext): Reasoned<readonly string[]> {
  const { options, settings: { profile } } = facts;
  if (options.args.length > 0) return { value: options.args, from: 'command line' };
  const program = moduleProgram(facts.settings, expand);
  if (program) return { value: splitArguments(expandButPorts(program.arguments?.value ?? '', expand)), from: program.arguments?.from ?? program.path.from };
  if (profile?.commandLineArgs && options.useLaunchProfileArguments) {
    const isBehindModule = profile.commandName === 'Executable' && resolveHostingModel(facts).value !== null;
    const written = isBehindModule ? expandButPorts(profile.commandLineArgs, expand) : expand(profile.commandLineArgs);
    return { value: splitArguments(written), from: `${profileSource(profile.name)} commandLineArgs` };
  }
  return { value: [], from: 'default' };
}

/** The port of a program behind the hosting module is chosen when it starts, whatever the shell's PORT says. */
function expandButPorts(text: string, expand: (text: string) => string): string {
  return text.split(PORT_PLACEHOLDER).map((part, at) => (at % 2 === 0 ? expand(part) : part)).join('');
}

/** The profile's folder relative to the project; else the project's, and for a file app the folder mews was called in. */
export function resolveWorkingDirectory(context: ProgramContext): Reasoned<string> {
  const { facts: { project, cwd, settings: { profile } } } = context;
  if (profile?.workingDirectory) {
    const written = readPath(context, profile, 'workingDirectory');
    return { value: resolve(project.root, written), from: `${profileSource(profile.name)} workingDirectory` };
  }
  return project.kind === 'file' ? { value: cwd, from: 'current directory' } : { value: project.root, from: 'project' };
}

/** The program of an Executable profile as written, slashes mended; it is looked for when it is started. */
export function resolveExecutablePath(context: ProgramContext): Reasoned<string | null> {
  const { facts: { settings, platform }, expand, warn } = context;
  const { profile } = settings;
  const program = moduleProgram(settings, expand);
  if (program) {
    const { path, warning } = toUnixPath(program.path.value, platform);
    if (warning) warn(`${program.path.from}: ${warning}`);
    return { value: path, from: program.path.from };
  }
  if (profile?.commandName !== 'Executable') return { value: null, from: 'commandName' };
  return { value: readPath(context, profile, 'executablePath'), from: `${profileSource(profile.name)} executablePath` };
}

function readPath({ facts, expand, warn }: ProgramContext, profile: LaunchProfile, property: 'executablePath' | 'workingDirectory'): string {
  const { path, warning } = toUnixPath(expand(profile[property] ?? ''), facts.platform);
  if (warning) warn(`"${property}" of ${profileSource(profile.name)}: ${warning}`);
  return path;
}
