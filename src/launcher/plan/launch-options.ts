import type { Configuration, HostingModel, ReverseProxy, TypecheckMode } from '../profiles/profile-values.ts';

export type Verbosity = 'quiet' | 'minimal' | 'normal' | 'detailed';

/** Where a debugger attaches: `address` as Node takes it (`9229`, `127.0.0.1:9229`); `breakFirst` waits on the first line. */
export interface InspectOption {
  readonly address: string;
  readonly breakFirst: boolean;
}

/** What the command line asked for, checked. Absent means: not said. */
export interface LaunchOptions {
  readonly file?: string;
  readonly project?: string;
  readonly configuration?: Configuration;
  /** The empty string asks for the default profile, as in `dotnet run`. */
  readonly launchProfile?: string;
  readonly useLaunchProfile: boolean;
  readonly useLaunchProfileArguments: boolean;
  readonly noBuild: boolean;
  readonly environment: ReadonlyMap<string, string>;
  readonly urls?: string;
  readonly server?: string;
  readonly hostingModel?: HostingModel;
  readonly reverseProxy?: ReverseProxy;
  readonly typecheck?: TypecheckMode;
  readonly open?: boolean;
  readonly inspect?: InspectOption;
  /** Arguments for the app: the words after `--`. */
  readonly args: readonly string[];
}
