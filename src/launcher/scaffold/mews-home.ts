import { join } from 'node:path';
import { homeFolder } from '../../foundation/certificates/dev-certificate-folder.ts';

/** The folder of what mews keeps for this user, `~/.mews`, or what MEWS_HOME names. */
export function mewsHome(env: Readonly<Record<string, string | undefined>>): string {
  return env['MEWS_HOME'] || join(homeFolder(env), '.mews');
}
