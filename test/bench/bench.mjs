// npm run bench -- <name> [rounds] [case…] [--quick]: paired ratios in one run, medians over rounds. No absolute time is a result.
const benches = {
  start: () => import('./start.mjs'),
  help: () => import('./help.mjs'),
  new: () => import('./new.mjs'),
  kestrel: () => import('./kestrel.mjs'),
  module: () => import('./module.mjs'),
  reload: () => import('./reload.mjs'),
};

const [name = 'start', ...rest] = process.argv.slice(2);
const rounds = rest.find((argument) => /^\d+$/.test(argument)) ?? '7';
const load = benches[name];
if (!load) {
  console.error(`Unknown bench '${name}'. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
const { run } = await load();
await run(
  Number(rounds),
  rest.filter((argument) => argument !== rounds),
);
