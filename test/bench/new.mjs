import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './big-app.mjs';
import { report } from './ratio.mjs';

const template = join(repository, 'templates/web');
// What somebody has built there is no part of it.
const copy = `fs.cpSync(${JSON.stringify(template)}, 'x', { recursive: true, filter: (source) => !/[/\\\\](?:dist|node_modules)$/.test(source) })`;

/** `mews new web` without its packages, against a node that only copies the template's folder. */
export async function run(rounds) {
  const root = mkdtempSync(join(tmpdir(), 'mews-bench-new-'));
  const ratios = [];
  try {
    for (let round = 0; round < rounds * 3; round++) {
      const copied = milliseconds(['-e', copy], root);
      ratios.push(milliseconds([join(repository, 'bin/mews.js'), 'new', 'web', '-o', 'x', '--no-restore'], root) / copied);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  report('mews new web -o x --no-restore / node -e copying the template', ratios, 2.5);
}

function milliseconds(args, cwd) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'ignore' });
  const taken = performance.now() - started;
  if (status !== 0 || !existsSync(join(cwd, 'x/package.json'))) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  rmSync(join(cwd, 'x'), { recursive: true });
  return taken;
}
