// npm run bench -- <name> [rounds]: paired ratios in one run, medians over rounds. No absolute time is a result.
const benches = { start: () => import('./start.mjs'), help: () => import('./help.mjs') };

const [name = 'start', rounds = '7'] = process.argv.slice(2);
const load = benches[name];
if (!load) {
  console.error(`Unknown bench '${name}'. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
const { run } = await load();
await run(Number(rounds));
