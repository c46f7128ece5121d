import { describePortHolder } from '../../foundation/process/port-holder.ts';
import { isPortTaken } from '../../foundation/transport/probe-port.ts';
import type { Reasoned } from '../plan/launch-plan.ts';
import { DEFAULT_PORT } from '../plan/resolve-urls.ts';

const TRIES = 100;

/** 5000, or the next free port when that is taken: only the address that nobody wrote down moves. */
export async function findDefaultPort(): Promise<Reasoned<number>> {
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + TRIES; port++) {
    if (await isPortTaken({ kind: 'localhost', host: 'localhost', port })) continue;
    return { value: port, from: port === DEFAULT_PORT ? 'default' : `default; port ${DEFAULT_PORT} is taken${by(describePortHolder(DEFAULT_PORT))}` };
  }
  return { value: DEFAULT_PORT, from: 'default' };
}

function by(holder: string): string {
  return holder ? ` by ${holder}` : '';
}
