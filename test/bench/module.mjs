import { endAtSignals } from './kestrel/children.mjs';
import { canPin } from './kestrel/pinning.mjs';
import { printRow } from './kestrel/table.mjs';

const cases = {
  hello: () => import('./module/cases/hello.mjs'),
  bodies: () => import('./module/cases/bodies.mjs'),
  models: () => import('./module/cases/models.mjs'),
};

/** Seconds: the first warm-up of a server, the one before each slice, the slice. */
const SECONDS = { first: 1.5, warmUp: 0.5, slice: 2 };
const QUICK_SECONDS = { first: 0.5, warmUp: 0.3, slice: 0.5 };

/** The hosting module against proxies, and its models against each other. `args` as for the bench `kestrel`. */
export async function run(rounds, args = []) {
  endAtSignals();
  const isQuick = args.includes('--quick');
  const names = args.filter((argument) => argument !== '--quick');
  const unknown = names.filter((name) => !(name in cases));
  if (unknown.length > 0) {
    console.error(`Unknown case '${unknown.join(`', '`)}'. There are: ${Object.keys(cases).join(', ')}.`);
    process.exitCode = 1;
    return;
  }
  if (!canPin) console.log('No taskset or no second core: servers and load share the CPU, and ratios say less.');
  const options = { rounds: isQuick ? 1 : rounds, seconds: isQuick ? QUICK_SECONDS : SECONDS };
  for (const name of names.length > 0 ? names : Object.keys(cases)) {
    const { run: runCase } = await cases[name]();
    for (const row of await runCase(options)) printRow(row);
  }
}
