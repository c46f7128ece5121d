import { resolve } from 'node:path';
import { commandProfile } from './command-profile.ts';
import { EditorVariableError, pathOf, translateVariables } from './editor-variables.ts';
import type { Imported, ImportedCommand, ImportPlace } from './imported-profile.ts';
import { scriptCommand } from './script-profiles.ts';
import { splitCommand } from './split-command.ts';

type Configuration = Readonly<Record<string, unknown>>;

const NODE_TYPES: ReadonlySet<unknown> = new Set(['node', 'pwa-node', 'node2', 'node-terminal']);
const PLATFORM_MEMBERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'windows', darwin: 'osx', linux: 'linux' };

/**
 * Profiles of the configurations of a `.vscode/launch.json` (https://code.visualstudio.com/docs/nodejs/nodejs-debugging):
 * those that launch a program with Node's debugger. What only the debugger needs is left out without a word.
 */
export function launchJsonProfiles(launchJson: unknown, place: ImportPlace): Imported[] {
  const list = isObject(launchJson) ? launchJson['configurations'] : undefined;
  return (Array.isArray(list) ? list : []).filter(isObject).map((configuration, at) => importConfiguration(forPlatform(configuration), { place, at }));
}

function importConfiguration(configuration: Configuration, { place, at }: { readonly place: ImportPlace; readonly at: number }): Imported {
  const name = textOf(configuration, 'name')?.trim() || `configuration ${at + 1}`;
  const { type, request } = configuration;
  if (!NODE_TYPES.has(type)) return { name, profile: undefined, reason: `its type is ${JSON.stringify(type)}, not "node"` };
  if (request !== 'launch') return { name, profile: undefined, reason: 'it attaches to a program that runs already' };
  try {
    const command = readCommand(configuration, place);
    if (!command) return { name, profile: undefined, reason: 'it names no program, or more than one' };
    const { profile, notes } = commandProfile(command, place);
    return { name, profile: { ...profile, ...browserOf(configuration) }, notes: [...notes, ...notesOf(configuration, profile.commandName === 'Project')] };
  } catch (error) {
    if (!(error instanceof EditorVariableError)) throw error;
    return { name, profile: undefined, reason: `it uses ${error.message}, which only the editor knows` };
  }
}

function readCommand(configuration: Configuration, place: ImportPlace): ImportedCommand | undefined {
  const directory = resolve(place.workspace, pathOf(textOf(configuration, 'cwd') ?? '', place));
  translateVariables(directory, place);
  const translate = (text: string): string => translateVariables(text, place);
  const environment = readEnvironment(configuration, translate);
  if (configuration['type'] === 'node-terminal') {
    const command = splitCommand(translate(textOf(configuration, 'command') ?? ''));
    return command && { ...command, environment: { ...command.environment, ...environment }, directory };
  }
  const program = textOf(configuration, 'program');
  const runtime = textOf(configuration, 'runtimeExecutable') ?? (program === undefined ? undefined : 'node');
  if (runtime === undefined) return undefined;
  const words = [runtime.replace(/^~(?=[/\\])/, '%HOME%'), ...wordsOf(configuration, 'runtimeArgs'), ...(program === undefined ? [] : [program]), ...wordsOf(configuration, 'args')].map(translate);
  return scriptCommand(words, { place, environment }) ?? { words, environment, directory };
}

/** `env`; what is null is not there. */
function readEnvironment({ env }: Configuration, translate: (text: string) => string): Record<string, string> {
  const entries = isObject(env) ? Object.entries(env) : [];
  return Object.fromEntries(entries.filter(([, value]) => value !== null && typeof value !== 'object').map(([name, value]) => [name, translate(String(value))]));
}

/** A browser that the debugger opens when the server is ready; `uriFormat` has `%s` where the port goes. */
function browserOf({ serverReadyAction: action }: Configuration): { launchBrowser?: true; launchUrl?: string } {
  if (!isObject(action) || action['action'] === 'startDebugging') return {};
  const format = textOf(action, 'uriFormat') ?? '%s';
  const path = /^https?:\/\/[^/]*%s\/?(.*)$/.exec(format)?.[1];
  const url = format.includes('%s') ? path : format;
  return { launchBrowser: true, ...(url ? { launchUrl: url } : {}) };
}

function notesOf(configuration: Configuration, isProject: boolean): string[] {
  const task = textOf(configuration, 'preLaunchTask');
  const file = textOf(configuration, 'envFile');
  return [
    ...(task === undefined || isProject ? [] : [`the task '${task}' is not run before`]),
    ...(file === undefined || /[/\\}]\.env(?:\.local)?$/.test(file) ? [] : [`${file} is not read: mews reads .env, .env.local and those of the environment`]),
  ];
}

/** What a configuration says for this system is over what it says for all. */
function forPlatform(configuration: Configuration): Configuration {
  const own = configuration[PLATFORM_MEMBERS[process.platform] ?? ''];
  return isObject(own) ? { ...configuration, ...own } : configuration;
}

/** Arguments are a list, or one string for the shell. */
function wordsOf(configuration: Configuration, member: string): string[] {
  const value = configuration[member];
  if (typeof value === 'string') return splitCommand(value)?.words.map(String) ?? [value];
  return Array.isArray(value) ? value.map(String) : [];
}

function textOf(configuration: Configuration, member: string): string | undefined {
  const value = configuration[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: unknown): value is Configuration {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
