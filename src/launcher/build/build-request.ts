import type { MewsEvent } from '../../foundation/events/event.ts';
import type { Configuration, TypecheckMode } from '../profiles/profile-values.ts';
import type { BuildInputs } from './build-inputs.ts';
import type { IncrementalBundler } from './incremental-bundler.ts';

/** What decides how an app is built and where its output lies. Paths are absolute. */
export interface BuildTarget {
  /** The project's folder; for a file app, the folder of the file. */
  readonly root: string;
  /** The source file to launch; with `buildCommand`, the file that the command writes. */
  readonly entry: string;
  readonly configuration: Configuration;
  /** `file` builds and type-checks one file of a folder, whatever else lies there. */
  readonly kind: 'project' | 'file';
  /** `mews.build` of package.json: the project's own toolchain. */
  readonly buildCommand?: string;
  /** The package folder of the running CLI: the home of the shared framework. */
  readonly mewsRoot: string;
}

export interface BuildRequest extends BuildTarget {
  /** `gate`: a type error fails the build. `warn`: the check goes on after the build and reports. `off`: none. */
  readonly typecheck: TypecheckMode;
  /** True takes the output that is there; nothing is built or checked. */
  readonly noBuild: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly report: (event: MewsEvent) => void;
  readonly signal?: AbortSignal;
  /** In `warn`, the type-checker starts when this has settled (say, when the app listens); it always lets the bundle go first. */
  readonly typecheckAfter?: Promise<unknown>;
  /** Kept by those who build again and again, from one request to the next; a bundling starts from nothing without it. */
  readonly bundler?: IncrementalBundler;
  /** With a `bundler`, the records of a build are written when this has settled (say, when the app was told to go). Default: at once. */
  readonly recordAfter?: Promise<unknown>;
}

/** `bundle`: by esbuild. `source`: Node runs the source as it is. `command`: by the project's own toolchain. */
export type BuildKind = 'bundle' | 'source' | 'command';

export interface BuildPlan {
  readonly kind: BuildKind;
  /** The file Node will run. For a bundle never built before it is a forecast: only the build knows (see `BuildResult`). */
  readonly outputEntry: string;
  readonly reason: string;
  /** True when the sources of a `source` app import `mews` and the project has none installed; a bundle tells after the build. */
  readonly usesMewsFramework: boolean;
}

export interface BuildResult {
  readonly outputEntry: string;
  /** True when nothing had changed since the last build; with a `bundler`, also when the output is the same in spite of a change. */
  readonly upToDate: boolean;
  /** Two outputs of the same version are the same. Empty when only what was launched can tell: an app that is not bundled, or not built. */
  readonly version: string;
  /** True when the app imports `mews` and gets the running CLI's copy. */
  readonly usesMewsFramework: boolean;
  /** Settles when the type-check is over; never rejects. In `gate` it has settled already. */
  readonly typecheck: Promise<TypecheckResult>;
  /** What the build read. Worked out when asked for: a run never asks. */
  readonly inputs: () => BuildInputs;
  /** Settles when the records are written, or are not to be because a later build has begun; never rejects. Without `bundler` it has settled already. */
  readonly recorded: Promise<void>;
}

/**
 * How a type-check went. `skipped`: off, no TypeScript in the project, or plain JavaScript without `checkJs`.
 * `aborted`: the request's signal came first. `broken`: the checker itself failed (`warn` only; said as a warning).
 */
export interface TypecheckResult {
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'aborted' | 'broken';
  readonly errors: number;
}
