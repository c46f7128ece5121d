import type { ActivationCommand } from '../../../foundation/events/activation.ts';
import type { StopSummary } from '../server.ts';
import type { RunningApplication } from '../host.ts';
import type { LauncherChannel } from '../launcher-channel.ts';
import type { Activation } from './activation.ts';
import type { FollowedServer } from './followed-server.ts';
import { retireNodeServer } from './retire-node-server.ts';
import { toSuccessor } from './to-successor.ts';

type Release = Extract<ActivationCommand, { type: 'release' }>;

const LONG = 2 ** 31 - 1;

/** What serves in this process. */
export interface Serving {
  readonly activation: Activation;
  /** What mews serves; none in an app that listens by itself. */
  readonly running: RunningApplication | undefined;
  /** The app's own servers. */
  readonly followed: readonly FollowedServer[];
  readonly send: LauncherChannel['send'];
}

/**
 * Lets another process serve: says `released` when it may begin to, and `drained` when nothing is in flight here any more,
 * after `deadline` milliseconds at the latest. Until it has said the first word it serves, from then on nothing new but what comes on old connections, if nobody else is there.
 */
export async function retireProcess({ activation, running, followed, send }: Serving, { deadline, isAlone }: Release): Promise<void> {
  const successor = toSuccessor(activation, { send, isAlone });
  // Connections on their way to the successor keep no process alive, and must not end with it.
  const keeper = setInterval(() => {}, LONG);
  // All in one turn: no request may come between the last one of ours and the first that is passed on.
  activation.release();
  send({ type: 'released' });
  const retiring = [running?.retire(successor, deadline), ...followed.map((server) => retireNodeServer(server, successor, deadline))];
  const summaries = (await Promise.all(retiring)).filter((summary): summary is StopSummary => typeof summary === 'object');
  const sum = (count: (summary: StopSummary) => number): number => summaries.reduce((total, summary) => total + count(summary), 0);
  send({ type: 'drained', drained: sum(({ drained }) => drained), cut: sum(({ cut }) => cut) }, () => clearInterval(keeper));
}
