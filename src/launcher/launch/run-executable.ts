import { formatBoundAddress } from '../../foundation/addresses/bound-address.ts';
import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import { awaitListening } from '../../foundation/process/await-listening.ts';
import type { RunningProcess } from '../../foundation/process/start-process.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { awaitEnd } from './await-end.ts';
import { type AppFollower, followApp } from './follow-app.ts';
import type { LaunchHost } from './launch-host.ts';
import { refuseTakenAddresses } from './refuse-taken-addresses.ts';
import { startExecutable } from './start-executable.ts';

/** Runs any program, in any language. It speaks no events: whether it listens is found out by looking. */
export async function runExecutable(plan: LaunchPlan, executable: string, host: LaunchHost): Promise<number> {
  await refuseTakenAddresses(plan);
  const program = await startExecutable(plan, { executable, host });
  const follower = followApp(plan, host);
  follower.launched();
  const probing = new AbortController();
  void reportListening(plan, { follower, program, signal: probing.signal });
  const exit = await awaitEnd(program, { host, ask: (signal) => void program.signal(signal) });
  probing.abort();
  return follower.ended(exit);
}

interface ProbeContext {
  readonly follower: AppFollower;
  readonly program: RunningProcess;
  readonly signal: AbortSignal;
}

async function reportListening(plan: LaunchPlan, { follower, program, signal }: ProbeContext): Promise<void> {
  const wanted = plan.urls.map(({ value, from }) => parseBindingAddress(value, from)).filter(({ kind }) => kind !== 'unix' && kind !== 'pipe');
  const found = await awaitListening({ leader: program.pid, signal, wanted: wanted.map(({ host, port }) => ({ host, port })) });
  if (found.length === 0) return;
  const addresses = found.map(({ host, port }) => formatBoundAddress({ scheme: 'http', host, port }));
  follower.onEvent({ type: 'listening', addresses: [...new Set(addresses)], by: 'program' });
}
