import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from './big-app.mjs';
import { report } from './ratio.mjs';

/** `mews --help` against a node that does nothing. */
export async function run(rounds) {
  const ratios = [];
  for (let round = 0; round < rounds * 3; round++) {
    const nothing = milliseconds(['-e', '0']);
    ratios.push(milliseconds([join(repository, 'bin/mews.js'), '--help']) / nothing);
  }
  report('mews --help / node -e 0', ratios, 1.6);
}

function milliseconds(args) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - started;
}
