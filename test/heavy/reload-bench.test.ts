import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cleanEnvironment, repository } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';

/** Processes that work in a folder, or below it. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  });
}

async function bench(args: readonly string[], temp: string): Promise<{ code: number; printed: string }> {
  const child = spawn(process.execPath, ['test/bench/bench.mjs', 'reload', ...args], { cwd: repository, env: { ...cleanEnvironment(), TMPDIR: temp }, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, printed };
}

it.skipIf(process.platform !== 'linux')('the reload bench counts what clients notice of a restart, and leaves nothing behind', { timeout: 240_000 }, async () => {
  const { root } = await tempProject();
  const { code, printed } = await bench(['edits', 'latency', '--quick', '--tools=tsx', '--protocols=http'], root);
  expect(code, printed).toBe(0);
  const [, requests, refused, reset, cut, stale, slowLost, , , seen] = /^tsx watch, http +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)\/\d+ +(\d+) +(\d+) +(\d+)\/2/m.exec(printed) ?? expect.fail(printed);
  expect(Number(requests)).toBeGreaterThan(0);
  // A process that is killed and started again refuses, and takes with it what was in flight.
  expect(Number(refused)).toBeGreaterThan(0);
  expect(Number(slowLost)).toBeGreaterThan(0);
  expect(Number(reset) + Number(cut)).toBeGreaterThan(0);
  expect(Number(stale)).toBe(0);
  expect(Number(seen)).toBe(2);
  expect(printed).toMatch(/^save → new answer: .* 1\.00×/m);
  expect(processesIn(root)).toEqual([]);
  expect(readdirSync(root).filter((name) => name.startsWith('mews-bench-'))).toEqual([]);
});

it('the reload bench names the cases and tools that it has', async () => {
  const { root } = await tempProject();
  expect(await bench(['no-such-case'], root)).toEqual({ code: 1, printed: "Unknown case 'no-such-case'. There are: edits, latency, css, throughput, idle.\n" });
  expect(await bench(['--tools=no-such-tool'], root)).toEqual({ code: 1, printed: "Unknown tool 'no-such-tool'. There are: mews, tsx, nodemon, node, bun.\n" });
});
