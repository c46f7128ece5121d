import { basename, dirname, join } from 'node:path';
import { INSTALL_MARKS } from '../build/install-marks.ts';

export const LOCK_FILES: readonly string[] = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];

const LAUNCH_SETTINGS = /^(?:launchSettings|.+\.run)(?:\.local)?\.json$/;
const RULES = /^(?:(?:package|[jt]sconfig(?:\.[^/\\]+)?)\.json|web\.config)$/;

/** True for names that are settings of a launch wherever the launch looks: they are seldom in a repository, and always watched. */
export function isSettingsName(name: string): boolean {
  return LAUNCH_SETTINGS.test(name) || RULES.test(name) || name === '.env' || name.startsWith('.env.') || LOCK_FILES.includes(name);
}

export interface SettingsPlace {
  readonly root: string;
  /** `Development`, `Production` …: other environments' files are not read. */
  readonly environment: string;
}

/** True for a file in the project that the plan of a launch is made from. */
export function isSettingsFile(path: string, { root, environment }: SettingsPlace): boolean {
  const [folder, name] = [dirname(path), basename(path)];
  if (folder === root) return LAUNCH_SETTINGS.test(name) || RULES.test(name) || isDotenvFile(name, environment);
  return folder === join(root, 'Properties') && LAUNCH_SETTINGS.test(name);
}

/** The names that `project/dotenv-files` reads. */
function isDotenvFile(name: string, environment: string): boolean {
  const names = ['', `.${environment}`, `.${environment.toLowerCase()}`].flatMap((ending) => [`.env${ending}`, `.env${ending}.local`]);
  return names.includes(name);
}

/** True for what tells that packages were installed: a lock file, or a package manager's mark, of the project or of a workspace around it. */
export function isInstallFile(path: string, root: string): boolean {
  const [folder, name] = [dirname(path), basename(path)];
  if (LOCK_FILES.includes(name)) return isAtOrAbove(folder, root);
  return INSTALL_MARKS.includes(name) && basename(folder) === 'node_modules' && isAtOrAbove(dirname(folder), root);
}

function isAtOrAbove(folder: string, root: string): boolean {
  for (let at = root; ; at = dirname(at)) {
    if (at === folder) return true;
    if (dirname(at) === at) return false;
  }
}
