import type { SourceLocation } from '../errors/mews-error.ts';
import type { Diagnostic } from './diagnostic.ts';

/** What keeps the newest version of an app from being served. `starting` is no failure: a version is on its way. */
export type StatusKind = 'starting' | 'buildFailed' | 'typecheckFailed' | 'crashed' | 'startFailed' | 'neverListens' | 'exited';

/**
 * The state of an app that is not served as it is written, as plain JSON: the launcher finds it out, the terminal, the
 * overlay in the browser and the status host show it.
 */
export interface StatusReport {
  readonly kind: StatusKind;
  /** A few words: `Build failed`. */
  readonly title: string;
  /** What happened, with the offending value. */
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
  /** The stable code of the failure (`MEWS2001`); empty where there is none. */
  readonly code: string;
  /** The findings of a compiler or type-checker, most severe first. */
  readonly diagnostics: readonly Diagnostic[];
  /** The source-mapped stack of a crash; empty where there is none. */
  readonly stack: string;
  /** Where in the sources the failure lies. */
  readonly location?: SourceLocation;
}
