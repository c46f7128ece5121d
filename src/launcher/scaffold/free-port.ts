import { randomInt } from 'node:crypto';
import { isPortTaken } from '../../foundation/transport/probe-port.ts';

/** Ports from 1024 on that browsers refuse to open. Source: https://fetch.spec.whatwg.org/#port-blocking */
export const BLOCKED_BY_BROWSERS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

export interface PortRange {
  /** The first and the last port, both included. */
  readonly low: number;
  readonly high: number;
  /** Ports that this project has already. */
  readonly not: ReadonlySet<number>;
}

/**
 * A port of the range on which nobody listens on this machine and that browsers open: looked for from a random one upwards
 * and round (dotnet's GeneratePortNumberConfig), so that two projects rarely have the same. 0 when there is none.
 */
export async function findFreePort({ low, high, not }: PortRange): Promise<number> {
  const size = high - low + 1;
  const first = randomInt(size);
  for (let step = 0; step < size; step++) {
    const port = low + ((first + step) % size);
    if (BLOCKED_BY_BROWSERS.has(port) || not.has(port)) continue;
    if (!(await isPortTaken({ kind: 'localhost', host: 'localhost', port }))) return port;
  }
  return 0;
}
