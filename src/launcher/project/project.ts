import type { MewsSettings } from './mews-settings.ts';
import type { PackageJson } from './package-json.ts';

/** What is to be run: a project's folder, or one file by itself. Paths are absolute. */
export interface Project {
  readonly kind: 'project' | 'file';
  /** The project's folder; for a file app the file's folder. */
  readonly root: string;
  /** The package's name, else the folder's; for a file app the file's name without extension. */
  readonly name: string;
  /** The project's package.json; for a file app the nearest one upward. Undefined when there is none. */
  readonly packageJsonFile?: string;
  /** Empty when there is no package.json. */
  readonly packageJson: PackageJson;
  /** The file of a file app. */
  readonly sourceFile?: string;
  /** Empty for a file app: the settings of the package around it are about another app. */
  readonly mews: MewsSettings;
}
