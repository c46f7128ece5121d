import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository, writeBigApp } from './big-app.mjs';
import { firstAnswer } from './first-answer.mjs';
import { report } from './ratio.mjs';

/** What a second start may cost over plain node, besides the ratio: the launcher's own start. */
const LAUNCHER = 60;

/** A 200-module TypeScript app on fastify: the first run against tsx, the second against plain node on the same bundle. */
export async function run(rounds) {
  const root = writeBigApp();
  const mews = [process.execPath, join(repository, 'bin/mews.js'), 'run', '--verbosity', 'quiet'];
  const tsx = [join(repository, 'node_modules/.bin/tsx'), 'src/app.ts'];
  const plain = [process.execPath, 'dist/Debug/app.js'];
  const cold = [];
  const warm = [];
  try {
    for (let round = 0; round < rounds; round++) {
      // Both start from nothing: mews without dist, tsx without its cache (it keeps one in the temp folder).
      rmSync(join(root, 'dist'), { recursive: true, force: true });
      const cache = mkdtempSync(join(tmpdir(), 'mews-bench-tsx-'));
      const byMews = await firstAnswer(mews, { cwd: root });
      const byTsx = await firstAnswer(tsx, { cwd: root, env: { TMPDIR: cache } });
      rmSync(cache, { recursive: true, force: true });
      cold.push(byMews / byTsx);
    }
    // Build and type-check, to the end of both: from here on there is nothing to do.
    execFileSync(process.execPath, [join(repository, 'bin/mews.js'), 'build'], { cwd: root, stdio: 'ignore' });
    for (let round = 0; round < rounds; round++) {
      const byMews = await firstAnswer(mews, { cwd: root });
      const byNode = await firstAnswer(plain, { cwd: root });
      warm.push((byMews - LAUNCHER) / byNode);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  report('start, first run: mews run / tsx src/app.ts', cold, 0.6);
  report(`start, second run: (mews run - ${LAUNCHER} ms) / node dist/Debug/app.js`, warm, 1.35);
}
