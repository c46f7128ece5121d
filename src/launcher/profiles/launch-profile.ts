import type { Configuration, HostingModel, ReverseProxy, TypecheckMode } from './profile-values.ts';

/**
 * A launch profile, checked and typed, values not yet expanded. Names follow launchSettings.json; the last seven are ours.
 * Booleans default to false, `environmentVariables` to none.
 */
export interface LaunchProfile {
  readonly name: string;
  readonly commandName: 'Project' | 'Executable' | 'IISExpress' | 'IIS' | 'HttpSys';
  readonly commandLineArgs?: string;
  readonly executablePath?: string;
  readonly workingDirectory?: string;
  readonly launchBrowser: boolean;
  readonly launchUrl?: string;
  readonly applicationUrl?: string;
  readonly environmentVariables: ReadonlyMap<string, string>;
  readonly ancmHostingModel?: HostingModel;
  readonly server?: string;
  readonly hostingModel?: HostingModel;
  readonly reverseProxy?: ReverseProxy;
  readonly typecheck?: TypecheckMode;
  readonly inspect?: boolean | number;
  readonly configuration?: Configuration;
  /** `app` leaves the app's own `listen()` alone; `profile` (default) gives it the profile's address. */
  readonly listen?: 'profile' | 'app';
  readonly unknownProperties: readonly string[];
}

/** `iisSettings`: the addresses of IIS and IISExpress profiles. `sslPort` 0 means no https. */
export interface IisSettings {
  readonly iis?: IisSite;
  readonly iisExpress?: IisSite;
}

export interface IisSite {
  readonly applicationUrl?: string;
  readonly sslPort: number;
}
