import { mewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';
import { COMMAND_NAMES, isLaunchable, USABLE_COMMAND_NAMES, type LaunchableCommandName } from './command-names.ts';
import type { LaunchProfile } from './launch-profile.ts';
import type { RawProfile } from './parse-launch-settings.ts';
import { readModuleSettings } from './module/read-module-settings.ts';
import { isKnownProperty } from './profile-properties.ts';
import { CONFIGURATIONS, HOSTING_MODELS, LISTEN_MODES, REVERSE_PROXIES, SWAP_MODES, TYPECHECK_MODES } from './profile-values.ts';
import { readBoolean, readChoice, readInspect, readString, refuseProperty, type ProfileMembers } from './property-reader.ts';
import { readEnvironmentVariables } from './read-environment-variables.ts';
import { locationOf, membersOf, type SettingsMembers, type SettingsValue } from './settings-value.ts';

/** A profile that can be launched, and what to tell the user about it. */
export interface ReadProfile {
  readonly profile: LaunchProfile;
  readonly warnings: readonly string[];
}

/**
 * Checks one profile: the command first, then the types of the properties mews uses. Unknown properties are listed, never an error.
 * @throws profileNotAnObject, commandNameMissing, unknownCommandName, unsupportedCommandName, badProfileProperty, executablePathMissing
 */
export function readLaunchProfile({ name, file, value }: RawProfile): ReadProfile {
  const members = membersOf(value);
  if (!members) throw mewsError('profileNotAnObject', { name }, { location: locationOf(value) });
  const warnings: string[] = [];
  const raw: ProfileMembers = { profileName: name, members, warn: (text) => warnings.push(text) };
  if (name.includes('\0')) refuseProperty(raw, { property: 'name', value, expected: 'free of NUL characters' });
  const commandName = readCommandName(raw, value);
  const module = readModuleSettings(raw);
  const profile: LaunchProfile = {
    name,
    commandName,
    commandLineArgs: readString(raw, 'commandLineArgs'),
    executablePath: readString(raw, 'executablePath'),
    workingDirectory: readString(raw, 'workingDirectory'),
    launchBrowser: readBoolean(raw, 'launchBrowser') ?? false,
    launchUrl: readString(raw, 'launchUrl'),
    applicationUrl: readString(raw, 'applicationUrl'),
    environmentVariables: readEnvironmentVariables(raw),
    ancmHostingModel: readChoice(raw, 'ancmHostingModel', HOSTING_MODELS),
    server: readString(raw, 'server'),
    hostingModel: readChoice(raw, 'hostingModel', HOSTING_MODELS),
    reverseProxy: readChoice(raw, 'reverseProxy', REVERSE_PROXIES),
    typecheck: readChoice(raw, 'typecheck', TYPECHECK_MODES),
    inspect: readInspect(raw),
    configuration: readChoice(raw, 'configuration', CONFIGURATIONS),
    listen: readChoice(raw, 'listen', LISTEN_MODES),
    swap: readChoice(raw, 'swap', SWAP_MODES),
    ...(module && { module }),
    unknownProperties: [...[...members.keys()].filter((property) => !isKnownProperty(property)), ...(module?.unknown ?? [])],
    file,
    sources: readSources(members),
  };
  // mews always says that it builds; the property is only held to its type, as dotnet run does.
  readBoolean(raw, 'dotnetRunMessages');
  if (commandName === 'Executable' && !profile.executablePath?.trim()) {
    throw mewsError('executablePathMissing', { name }, { location: locationOf(members.get('executablePath') ?? value) });
  }
  return { profile, warnings };
}

function readCommandName(raw: ProfileMembers, profile: SettingsValue): LaunchableCommandName {
  const name = raw.profileName;
  const commandName = readString(raw, 'commandName');
  const location = locationOf(raw.members.get('commandName') ?? profile);
  if (!commandName) throw mewsError('commandNameMissing', { name }, { location });
  if (isLaunchable(commandName)) return commandName;
  const reason = COMMAND_NAMES.get(commandName)?.reason;
  if (reason !== undefined) throw mewsError('unsupportedCommandName', { name, commandName, reason }, { location });
  throw mewsError('unknownCommandName', { name, commandName, near: nearNames(commandName, USABLE_COMMAND_NAMES) }, { location });
}

function readSources(members: SettingsMembers): ReadonlyMap<string, string> {
  const variables = membersOf(members.get('environmentVariables')) ?? new Map<string, SettingsValue>();
  return new Map([
    ...[...members].map(([property, { document }]) => [property, document.file] as const),
    ...[...variables].map(([name, { document }]) => [`environmentVariables.${name}`, document.file] as const),
  ]);
}
