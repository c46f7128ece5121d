import type { BuildTarget } from '../build/build-request.ts';
import type { Configuration } from '../profiles/profile-values.ts';
import type { Project } from '../project/project.ts';

export interface TargetChoice {
  /** Absolute path of the source entry. */
  readonly entry: string;
  readonly configuration: Configuration;
  readonly mewsRoot: string;
}

/** What of a project is built, for the build room. */
export function buildTarget({ root, kind, mews }: Project, choice: TargetChoice): BuildTarget {
  return { root, kind, ...choice, ...(mews.build === undefined ? {} : { buildCommand: mews.build }) };
}
