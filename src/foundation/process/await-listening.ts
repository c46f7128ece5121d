import { connect } from 'node:net';
import { groupMembers } from './process-group.ts';
import { heldBy, listeningPorts } from './listening-ports.ts';

const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 500;

export interface ListeningProbe {
  /** The process group whose sockets count. */
  readonly leader: number;
  /** Where the group was told to listen: what is probed where the system does not tell who listens. */
  readonly wanted: readonly { readonly host: string; readonly port: number }[];
  readonly signal: AbortSignal;
}

/**
 * Waits until some process of the group listens on TCP, and tells where: on Linux by looking at the sockets it holds, so that
 * the answer is the truth whatever the program made of its settings; elsewhere by connecting to the wanted addresses.
 * Resolves with nothing when `signal` aborts first.
 */
export async function awaitListening(probe: ListeningProbe): Promise<{ readonly host: string; readonly port: number }[]> {
  const look = process.platform === 'linux' ? () => heldPorts(probe.leader) : () => answeringPorts(probe.wanted);
  for (let pause = FIRST_PAUSE; !probe.signal.aborted; pause = Math.min(pause * 1.3, LONGEST_PAUSE)) {
    const found = await look();
    if (found.length > 0) return found;
    await delay(pause, probe.signal);
  }
  return [];
}

function heldPorts(leader: number): { readonly host: string; readonly port: number }[] {
  return heldBy(groupMembers(leader), listeningPorts()).map(({ host, port }) => ({ host, port }));
}

async function answeringPorts(wanted: ListeningProbe['wanted']): Promise<{ readonly host: string; readonly port: number }[]> {
  const answers = await Promise.all(wanted.map(async (address) => ((await doesAnswer(address)) ? [address] : [])));
  return answers.flat();
}

function doesAnswer({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)).once('connect', () => socket.destroy());
  });
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
