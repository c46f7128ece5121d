import type { LaunchProfile } from './launch-profile.ts';

export type LaunchableCommandName = LaunchProfile['commandName'];

/** What mews makes of a `commandName`. `reason` finishes the sentence "Docker …"; it is there when the command is not usable. */
export interface CommandNameEntry {
  readonly usable: boolean;
  /** Whether the first profile with it is taken when none is asked for by name, as in `dotnet run`. */
  readonly defaultable: boolean;
  readonly reason?: string;
}

const byDefault = { usable: true, defaultable: true };
const byName = { usable: true, defaultable: false };
const refused = (reason: string): CommandNameEntry => ({ usable: false, defaultable: false, reason });

/**
 * Every command of the SchemaStore schema of launchSettings.json, and ours (HttpSys). Capital letters count.
 * Source: https://json.schemastore.org/launchsettings.json.
 */
export const COMMAND_NAMES: ReadonlyMap<string, CommandNameEntry> = new Map([
  ['Project', byDefault],
  ['Executable', byDefault],
  ['IISExpress', byName],
  ['IIS', byName],
  ['HttpSys', byName],
  ['Docker', refused('needs the Docker tooling of Visual Studio, which mews does not have')],
  ['DockerCompose', refused('needs the Docker Compose tooling of Visual Studio, which mews does not have')],
  ['SdkContainer', refused("needs the .NET SDK's container support, which cannot build Node apps")],
  ['WSL', refused('starts a .NET app from Windows inside WSL; run mews inside WSL instead')],
  ['WSL2', refused('starts a .NET app from Windows inside WSL; run mews inside WSL instead')],
  ['MsixPackage', refused('installs a Windows app package, which a Node app is not')],
  ['DebugRoslynComponent', refused('debugs a C# compiler extension, which a Node app is not')],
]);

/** The commands a profile can be launched with, in the order that hints show them. */
export const USABLE_COMMAND_NAMES: readonly string[] = [...COMMAND_NAMES].filter(([, { usable }]) => usable).map(([name]) => name);

/** The commands of IIS and IIS Express: the hosting module in front, the addresses from `iisSettings`. */
export function isIisCommand(commandName: string | undefined): commandName is 'IIS' | 'IISExpress' {
  return commandName === 'IIS' || commandName === 'IISExpress';
}

export function isLaunchable(commandName: string): commandName is LaunchableCommandName {
  return COMMAND_NAMES.get(commandName)?.usable === true;
}
