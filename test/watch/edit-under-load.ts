import { steadyLoad, type LoadReport } from '../support/steady-load.ts';
import type { WatchingMews } from '../support/watch-mews.ts';
import { versionSource } from './sources.ts';

/** Edits `src/version.ts` so many times while clients never pause, each time when the version before has been seen; what they have seen. */
export async function editUnderLoad(watching: WatchingMews, edits: number): Promise<LoadReport> {
  const load = steadyLoad(watching.url);
  await load.sees(0);
  for (let edit = 1; edit <= edits; edit++) {
    watching.edit('src/version.ts', versionSource(edit));
    await load.sees(edit);
    await watching.nth('swapped', edit);
  }
  return load.stop();
}
