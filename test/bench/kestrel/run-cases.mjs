import { endAtSignals } from './children.mjs';
import { canPin } from './pinning.mjs';
import { printRow } from './table.mjs';

/** Seconds: the first warm-up of a server, the one before each slice, the slice. */
const SECONDS = { first: 1.5, warmUp: 0.5, slice: 2 };
const QUICK_SECONDS = { first: 0.5, warmUp: 0.3, slice: 0.5 };

/**
 * Runs the cases of a bench: functions that load a module each. `args`: names of cases (default: all), and `--quick` for one short round of each, which
 * shows that the bench works and nothing else. The exit code is 1 when a case failed; a missed target is no failure of the bench.
 */
export async function runCases(cases, { rounds, args = [] }) {
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
  const options = { rounds: isQuick ? 1 : rounds, seconds: isQuick ? QUICK_SECONDS : SECONDS, isQuick };
  for (const name of names.length > 0 ? names : Object.keys(cases)) {
    for (const row of await rowsOf(cases[name], options)) printRow(row);
  }
}

/** A case that throws is a failed case; the others still run. */
async function rowsOf(load, options) {
  try {
    const { run: runCase } = await load();
    return await runCase(options);
  } catch (error) {
    return [{ what: name, failures: [error.message] }];
  }
}
