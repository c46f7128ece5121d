import { basename, extname, isAbsolute, relative, resolve, sep } from 'node:path';
import { joinArguments } from '../join-arguments.ts';
import type { ImportedCommand, ImportPlace, ProfileMembers } from './imported-profile.ts';
import { type NodeCommand, readNodeCommand } from './node-command.ts';
import { importedEnvironment } from './imported-environment.ts';
import { pathOf } from './editor-variables.ts';

export interface CommandProfile {
  readonly profile: ProfileMembers;
  readonly notes: readonly string[];
}

/** What build tools write to. */
const BUILT = /^(?:dist|build|out|lib)$/;

/**
 * The profile that runs a command: `Project` where it runs the project's own entry, or what is built of it, since mews
 * builds and starts that; else `Executable`.
 */
export function commandProfile(command: ImportedCommand, place: ImportPlace): CommandProfile {
  const node = readNodeCommand(command.words);
  const match = node && entryMatch(node, { command, place });
  if (node && match) return projectProfile(node, { command, place, note: match.note });
  if (node?.replaced.length === 0 && /\.[cm]?tsx?$/.test(node.file)) return fileProfile(node, { command, place });
  return executableProfile(command, place);
}

interface CommandContext {
  readonly command: ImportedCommand;
  readonly place: ImportPlace;
}

function entryMatch({ file }: NodeCommand, { command, place }: CommandContext): { readonly note: string | undefined } | undefined {
  const { entry, root } = place;
  if (entry === undefined) return undefined;
  const path = resolve(command.directory ?? root, pathOf(file.replaceAll('$(ProjectDir)', `${root}/`), place));
  const source = relative(root, entry).split(sep).join('/');
  if (withoutExtension(path) === withoutExtension(entry)) return { note: undefined };
  const written = relative(root, path).split(sep).join('/');
  const isBuilt = BUILT.test(written.split('/')[0] ?? '') && withoutExtension(basename(written)) === withoutExtension(basename(source));
  return isBuilt ? { note: `${written} is what was built of ${source}: mews builds that itself` } : undefined;
}

function withoutExtension(path: string): string {
  return path.slice(0, path.length - extname(path).length);
}

function projectProfile({ args, inspect, nodeOptions, replaced }: NodeCommand, { command, place, note }: CommandContext & { readonly note: string | undefined }): CommandProfile {
  const options = nodeOptions.length > 0 ? { NODE_OPTIONS: [command.environment['NODE_OPTIONS'], ...nodeOptions].filter((option) => option !== undefined).join(' ') } : {};
  const { applicationUrl, environmentVariables } = importedEnvironment({ ...command.environment, ...options });
  const notes = [
    ...(note === undefined ? [] : [note]),
    ...(replaced.length > 0 ? [`${replaced.join(', ')} ${replaced.length > 1 ? 'are' : 'is'} not needed: mews builds TypeScript, and 'mews watch' starts again`] : []),
  ];
  return {
    profile: {
      commandName: 'Project',
      ...(args.length > 0 && { commandLineArgs: joinArguments(args) }),
      ...workingDirectory(command, place),
      ...(applicationUrl !== undefined && { applicationUrl }),
      ...(inspect !== undefined && { inspect }),
      environmentVariables,
    },
    notes,
  };
}

/** Node alone runs no TypeScript: as a file app mews does. */
function fileProfile({ file, args }: NodeCommand, { command, place }: CommandContext): CommandProfile {
  const words = ['npx', '--no-install', 'mews', 'run', file, ...(args.length > 0 ? ['--', ...args] : [])];
  return { ...executableProfile({ ...command, words }, place), notes: [`${file} is another file than the project's entry: it runs as a file app`] };
}

function executableProfile(command: ImportedCommand, place: ImportPlace): CommandProfile {
  const [executablePath = '', ...args] = command.words;
  return {
    profile: {
      commandName: 'Executable',
      executablePath,
      ...(args.length > 0 && { commandLineArgs: joinArguments(args) }),
      ...workingDirectory(command, place),
      environmentVariables: importedEnvironment(command.environment).variablesAsTheyAre,
    },
    notes: [],
  };
}

/** Relative to the project, where it is another folder than the project's. */
function workingDirectory({ directory }: ImportedCommand, { root }: ImportPlace): Pick<ProfileMembers, 'workingDirectory'> {
  const path = relative(root, directory ?? root).split(sep).join('/');
  return path === '' ? {} : { workingDirectory: isAbsolute(path) ? path : path.startsWith('.') ? path : `./${path}` };
}
