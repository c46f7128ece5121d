import { randomInt } from 'node:crypto';
import { mewsError } from '../../../foundation/errors/mews-error.ts';
import { isPortTaken } from '../../../foundation/transport/probe-port.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';

/** The range, and the number of attempts, of the ASP.NET Core Module. */
const LOWEST = 1025;
const HIGHEST = 48_000;
const ATTEMPTS = 10;

/** The port that somebody wants for the app itself: ASPNETCORE_PORT of the plan, else of the shell. */
export function configuredPort({ environment }: Pick<LaunchPlan, 'environment'>, env: Readonly<Record<string, string | undefined>>): string | undefined {
  return environment.get('ASPNETCORE_PORT')?.value ?? env['ASPNETCORE_PORT'];
}

/** A port of 127.0.0.1 for an app behind the module: the configured one, else a random free one. Rejects with badModulePort, noFreeModulePort. */
export async function choosePort(configured: string | undefined): Promise<number> {
  if (configured !== undefined && configured !== '') return checkedPort(configured);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (!(await isPortTaken({ kind: 'ip', host: '127.0.0.1', port }))) return port;
  }
  throw mewsError('noFreeModulePort', { attempts: ATTEMPTS, lowest: LOWEST, highest: HIGHEST });
}

function checkedPort(configured: string): number {
  const port = /^\d+$/.test(configured) ? Number(configured) : 0;
  if (port >= LOWEST && port <= HIGHEST) return port;
  throw mewsError('badModulePort', { value: configured, lowest: LOWEST, highest: HIGHEST });
}
