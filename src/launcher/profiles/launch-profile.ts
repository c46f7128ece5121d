import type { ModuleSettings } from './module/module-settings.ts';
import type { Configuration, HostingModel, ListenMode, ReverseProxy, SwapMode, TypecheckMode } from './profile-values.ts';

/**
 * A launch profile, checked and typed, values not yet expanded. Names follow launchSettings.json; those from `server` to `module` are ours.
 * Booleans default to false, `environmentVariables` to none.
 */
export interface LaunchProfile {
  /** As the file writes it, whatever case it was asked for in. */
  readonly name: string;
  readonly commandName: 'Project' | 'Executable' | 'IISExpress' | 'IIS' | 'HttpSys';
  readonly commandLineArgs?: string | undefined;
  readonly executablePath?: string | undefined;
  readonly workingDirectory?: string | undefined;
  readonly launchBrowser: boolean;
  readonly launchUrl?: string | undefined;
  readonly applicationUrl?: string | undefined;
  readonly environmentVariables: ReadonlyMap<string, string>;
  readonly ancmHostingModel?: HostingModel | undefined;
  readonly server?: string | undefined;
  readonly hostingModel?: HostingModel | undefined;
  readonly reverseProxy?: ReverseProxy | undefined;
  readonly typecheck?: TypecheckMode | undefined;
  readonly inspect?: boolean | number | undefined;
  readonly configuration?: Configuration | undefined;
  /** `app` leaves the app's own `listen()` alone; `profile` (default) gives it the profile's address. */
  readonly listen?: ListenMode | undefined;
  /** `overlap` (default): the next version starts beside the running one. `sequential`: the running one is ended first. */
  readonly swap?: SwapMode | undefined;
  /** How the hosting module treats the app. */
  readonly module?: ModuleSettings | undefined;
  readonly unknownProperties: readonly string[];
  /** The file where the profile begins. */
  readonly file: string;
  /**
   * The file each property was written in, by its name; variables as `environmentVariables.NAME`.
   * They differ where launchSettings.local.json was merged over the main file.
   */
  readonly sources: ReadonlyMap<string, string>;
}

/** `iisSettings`: the addresses of IIS and IISExpress profiles. `sslPort` 0 (the default) means no https. */
export interface IisSettings {
  readonly iis?: IisSite | undefined;
  readonly iisExpress?: IisSite | undefined;
}

export interface IisSite {
  readonly applicationUrl?: string | undefined;
  readonly sslPort: number;
}
