import { join, sep } from 'node:path';
import type { ProjectFacts } from './launch-facts.ts';

/** The MSBuild properties that have a meaning for a mews project, for `$(Name)` in profiles. Folders end with a separator, as MSBuild's do. */
export function projectMacros({ root, name }: ProjectFacts, configuration: string): ReadonlyMap<string, string> {
  const output = join(root, 'dist', configuration) + sep;
  return new Map([
    ['ProjectDir', root + sep],
    ['ProjectName', name],
    ['MSBuildProjectDirectory', root],
    ['MSBuildProjectName', name],
    ['MSBuildThisFileDirectory', root + sep],
    ['Configuration', configuration],
    ['OutDir', output],
    ['OutputPath', output],
    ['TargetDir', output],
  ]);
}
