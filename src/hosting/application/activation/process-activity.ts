import type { RunningApplication } from '../host.ts';
import type { ServerActivity } from '../server.ts';
import { responsesOn, type FollowedServer } from './followed-server.ts';

/** How busy a process is: what mews serves in it, and the app's own servers. */
export function processActivity(running: RunningApplication | undefined, followed: readonly FollowedServer[]): ServerActivity {
  const all = [running?.activity?.(), ...followed.map(activityOf)].filter((one) => one !== undefined);
  return { inFlight: sum(all.map(({ inFlight }) => inFlight)), received: sum(all.map(({ received }) => received)) };
}

function activityOf({ sockets, upgraded, sessions }: FollowedServer): ServerActivity {
  return { inFlight: responsesOn(sockets).length + upgraded.size + sessions.size, received: sum([...sockets].map(({ bytesRead }) => bytesRead)) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
