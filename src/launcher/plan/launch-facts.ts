import type { MewsError } from '../../foundation/errors/mews-error.ts';
import type { IisSettings, LaunchProfile } from '../profiles/launch-profile.ts';
import type { ModuleSettings } from '../profiles/module/module-settings.ts';
import type { LaunchOptions } from './launch-options.ts';
import type { PlannedBuild, Reasoned } from './launch-plan.ts';

/** One source of variables; `from` is how a reason names it. */
export interface VariableLayer {
  readonly from: string;
  readonly variables: ReadonlyMap<string, string>;
}

/** What was found on disk and in the shell: all that `resolvePlan` needs to decide. */
export interface LaunchFacts {
  readonly options: LaunchOptions;
  readonly platform: NodeJS.Platform;
  readonly cwd: string;
  readonly shell: ReadonlyMap<string, string>;
  /** Lowest first. */
  readonly dotenv: readonly VariableLayer[];
  readonly project: ProjectFacts;
  readonly settings: SettingsFacts;
  /** null for profiles that run no Node app. */
  readonly entry: Reasoned<string> | null;
  readonly build: PlannedBuild;
  /** Absolute path of the module that the chosen server names; null for a server known by name. */
  readonly serverModule: string | null;
  /** The port of the default address, moved when 5000 is taken. */
  readonly defaultPort: Reasoned<number>;
}

export interface ProjectFacts {
  readonly root: string;
  readonly name: string;
  readonly kind: 'project' | 'file';
  readonly typecheck?: LaunchProfile['typecheck'];
}

/** Settings of the hosting module; `from` is how a reason names where they are written. */
export interface ModuleSource {
  readonly from: string;
  readonly settings: ModuleSettings;
}

export interface SettingsFacts {
  /** The launch settings file in use, relative to the project where possible. */
  readonly file?: string;
  readonly profile?: LaunchProfile;
  readonly iisSettings?: IisSettings;
  /** What is said of the hosting module, lowest first. Left out: no module is wanted, or nothing is said. */
  readonly module?: readonly ModuleSource[];
  /** Where a web.config is, or would be; left out where none is looked for. */
  readonly webConfigPath?: string;
  /** Why there is no profile although there is a file. */
  readonly reason?: MewsError;
  readonly warnings: readonly string[];
}
