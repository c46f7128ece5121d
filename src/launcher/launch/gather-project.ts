import { basename, resolve } from 'node:path';
import { isFailure } from '../../foundation/errors/mews-error.ts';
import { findLaunchSettings } from '../profiles/launch-settings-file.ts';
import { findProject } from '../project/find-project.ts';
import { NO_PACKAGE_JSON } from '../project/package-json.ts';
import type { Project } from '../project/project.ts';

export interface ProjectRequest {
  readonly cwd: string;
  readonly project?: string | undefined;
  readonly file?: string | undefined;
}

/** The project; a folder with nothing but launch settings is one too, for its Executable profiles can be any program. */
export function gatherProject({ cwd, project, file }: ProjectRequest): Project {
  try {
    return findProject({ cwd, projectPath: project, file });
  } catch (error) {
    const root = resolve(cwd, project ?? '.');
    const hasSettings = isFailure(error, 'projectNotFound') && findLaunchSettings({ root }).file !== undefined;
    if (!hasSettings) throw error;
    return { kind: 'project', root, name: basename(root), packageJson: NO_PACKAGE_JSON, mews: {} };
  }
}
