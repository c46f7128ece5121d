import type { MewsError } from '../../../foundation/errors/mews-error.ts';
import { mewsError } from '../../../foundation/errors/mews-error.ts';
import type { HostCommand } from '../../../foundation/events/event.ts';
import { errorName } from '../../../foundation/transport/listen-error.ts';
import { beginBacklog } from '../../../foundation/transport/raw-handle.ts';

/**
 * What a process that waits can do before the app's build is there: the kernel begins to keep connections waiting, and the
 * modules are loaded that the launch will need. Resolves with the failure when somebody else listens there meanwhile.
 */
export async function prepareLaunch({ descriptors, server }: Extract<HostCommand, { type: 'prepare' }>): Promise<MewsError | undefined> {
  const refused = descriptors.map(beginBacklog).find((status) => status < 0);
  if (server === 'nodeHttp') process.getBuiltinModule('node:http');
  await import('./process-under-activation.ts');
  if (refused === undefined) return undefined;
  const code = errorName(refused);
  return mewsError('bindFailed', { address: 'an address of this launch', reason: `another process listens there since a moment ago (${code})` });
}
