import { endAtSignals } from './kestrel/children.mjs';
import { printRow } from './kestrel/table.mjs';
import { PROTOCOLS } from './reload/cases/edits.mjs';
import { availableTools, tools } from './reload/tools.mjs';

const cases = {
  edits: () => import('./reload/cases/edits.mjs'),
  latency: () => import('./reload/cases/latency.mjs'),
  css: () => import('./reload/cases/css.mjs'),
  throughput: () => import('./reload/cases/throughput.mjs'),
  idle: () => import('./reload/cases/idle.mjs'),
};

/**
 * `mews watch` against others that run an app again when a file was saved. `args`: names of cases (default: all), `--tools=a,b` and
 * `--protocols=a,b` for some of them only, and `--quick` for one short round of each, which shows that the bench works and nothing
 * else. The exit code is 1 when a case failed; a missed target is no failure of the bench.
 */
export async function run(rounds, args = []) {
  endAtSignals();
  const wanted = [
    { what: 'case', all: Object.keys(cases), chosen: args.filter((argument) => !argument.startsWith('--')) },
    { what: 'tool', all: tools.map(({ key }) => key), chosen: listOf(args, '--tools=') },
    { what: 'protocol', all: PROTOCOLS, chosen: listOf(args, '--protocols=') },
  ];
  for (const { what, all, chosen } of wanted) {
    const unknown = chosen.filter((name) => !all.includes(name));
    if (unknown.length > 0) return refuse(`Unknown ${what} '${unknown.join(`', '`)}'. There are: ${all.join(', ')}.`);
  }
  const [names, keys, protocols] = wanted.map(({ all, chosen }) => (chosen.length > 0 ? chosen : all));
  const isQuick = args.includes('--quick');
  const options = { rounds: isQuick ? 1 : rounds, isQuick, tools: availableTools(keys), protocols };
  for (const name of names) {
    for (const row of await rowsOf(name, options)) printRow(row);
  }
}

function listOf(args, option) {
  return args.find((argument) => argument.startsWith(option))?.slice(option.length).split(',') ?? [];
}

/** A case that throws is a failed case; the others still run. */
async function rowsOf(name, options) {
  try {
    const { run: runCase } = await cases[name]();
    return await runCase(options);
  } catch (error) {
    return [{ what: name, failures: [error.message] }];
  }
}

function refuse(text) {
  console.error(text);
  process.exitCode = 1;
}
