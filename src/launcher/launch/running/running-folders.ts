import { join } from 'node:path';
import { homeFolder } from '../../../foundation/certificates/dev-certificate-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder in which running launches of this user are registered (mode 0700): below what MEWS_HOME names, else the
 * user's runtime folder (https://specifications.freedesktop.org/basedir-spec/), else `~/.mews`.
 */
export function registrationFolder(env: Environment): string {
  if (env['MEWS_HOME']) return join(env['MEWS_HOME'], 'running');
  if (env['XDG_RUNTIME_DIR']) return join(env['XDG_RUNTIME_DIR'], 'mews');
  return join(homeFolder(env), '.mews', 'running');
}

/** All folders that a shell of this user may have chosen: a session of ssh or cron has other variables than the desktop. */
export function registrationFolders(env: Environment): string[] {
  const choices = [env, { ...env, MEWS_HOME: undefined }, { ...env, MEWS_HOME: undefined, XDG_RUNTIME_DIR: undefined }];
  return [...new Set(choices.map(registrationFolder))];
}
