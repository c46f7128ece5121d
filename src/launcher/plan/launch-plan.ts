import type { PlannedUrl } from '../../foundation/events/event.ts';
import type { LaunchProfile } from '../profiles/launch-profile.ts';
import type { Configuration, HostingModel, ListenMode, ReverseProxy, SwapMode, TypecheckMode } from '../profiles/profile-values.ts';
import type { InspectOption } from './launch-options.ts';
import type { ModulePlan } from './module-plan.ts';
import type { Reasoned } from './reasoned.ts';

export type { Reasoned };

/** A variable the launch sets, and the value of a lower layer that it replaces. */
export interface PlannedVariable extends Reasoned<string> {
  readonly overrides?: Reasoned<string>;
}

/** How the entry becomes something node runs: bundled, taken as it is, made by the project's own command, or not at all. */
export interface PlannedBuild {
  readonly kind: 'bundle' | 'source' | 'command' | 'none';
  /** Absolute path of the file that node runs; null for executables. */
  readonly output: string | null;
  readonly reason: string;
  /** The project's own build command, for kind `command`. */
  readonly command?: string;
  /** `--no-build`: what was built before is run as it is. */
  readonly noBuild: boolean;
}

/** Everything a launch does, decided before anything is started. Immutable; printed by `--dry-run`. */
export interface LaunchPlan {
  readonly projectRoot: string;
  readonly projectName: string;
  /** `file`: one file is run by itself, whatever else lies in its folder. */
  readonly projectKind: 'project' | 'file';
  readonly profile: { readonly name: string; readonly source: string } | null;
  readonly commandName: Reasoned<LaunchProfile['commandName']>;
  /** Absolute path of the source entry; null for executables. */
  readonly entry: Reasoned<string | null>;
  readonly configuration: Reasoned<Configuration>;
  readonly server: Reasoned<string>;
  /** Absolute path of the module that `server` names; null for a server known by name. */
  readonly serverModule: string | null;
  /** null: no hosting module, the app is its own edge. */
  readonly hostingModel: Reasoned<HostingModel | null>;
  /** The settings of the hosting module; null without one. */
  readonly module: ModulePlan | null;
  readonly reverseProxy: Reasoned<ReverseProxy>;
  readonly urls: readonly PlannedUrl[];
  readonly listen: Reasoned<ListenMode>;
  readonly swap: Reasoned<SwapMode>;
  readonly environmentName: Reasoned<string>;
  /** Only what the launch adds to or changes in the shell's environment. */
  readonly environment: ReadonlyMap<string, PlannedVariable>;
  readonly args: Reasoned<readonly string[]>;
  readonly workingDirectory: Reasoned<string>;
  readonly executablePath: Reasoned<string | null>;
  readonly build: PlannedBuild;
  readonly typecheck: Reasoned<TypecheckMode>;
  readonly inspect: Reasoned<InspectOption | null>;
  readonly launchBrowser: Reasoned<boolean>;
  readonly launchUrl: Reasoned<string | null>;
  readonly warnings: readonly string[];
  /** For those alone who ask for details. */
  readonly details: readonly string[];
}
