import * as nodeModule from 'node:module';
import { type MewsError, mewsError } from '../../../foundation/errors/mews-error.ts';
import type { PrepareCommand } from '../../../foundation/events/event.ts';
import { errorName } from '../../../foundation/transport/listen-error.ts';
import { beginBacklog } from '../../../foundation/transport/raw-handle.ts';
import type { LauncherChannel } from '../launcher-channel.ts';

/** Node has it from 22.1 on. */
interface CachingModule {
  enableCompileCache?(folder: string): unknown;
}

/**
 * What a process that waits can do before the app's build is there: the kernel begins to keep connections waiting, and the
 * modules are loaded that the launch will need. Resolves with the failure when somebody else listens there meanwhile.
 */
export async function prepareLaunch({ descriptors, server, externals, root, compileCache }: PrepareCommand, send: LauncherChannel['send']): Promise<MewsError | undefined> {
  const refused = descriptors.map(beginBacklog).find((status) => status < 0);
  if (refused !== undefined) {
    return mewsError('bindFailed', { address: 'an address of this launch', reason: `another process listens there since a moment ago (${errorName(refused)})` });
  }
  if (compileCache !== undefined) (nodeModule as CachingModule).enableCompileCache?.(compileCache);
  if (server === 'nodeHttp') process.getBuiltinModule('node:http');
  await import('./process-under-activation.ts');
  if (externals === undefined || root === undefined) return undefined;
  const { followFiles } = await import('../watched/follow-files.ts');
  followFiles(root, send);
  // What cannot be loaded now will say so when the app asks for it.
  await import(externals).catch(() => {});
  return undefined;
}
