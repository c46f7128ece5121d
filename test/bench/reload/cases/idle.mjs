import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuOf, memoryOf } from '../process-group.mjs';
import { writeReloadApp } from '../reload-app.mjs';
import { servedVersion, startTool } from '../start-tool.mjs';

/** Files of the project besides its 200 modules, in folders of a hundred. */
const FILES = 10_000;
const MEBIBYTE = 1_048_576;
/** Seconds that are looked at, and those of rest before: what a restart leaves to do is not idleness. */
const SECONDS = 10;
const REST = 3;
const TARGETS = { cpu: 0.5, memory: 80 };

/** What a tool costs while nobody saves and nobody asks, in a project of 10,000 files: CPU of all its processes, memory of its own. */
export async function run({ rounds, isQuick, tools }) {
  const rows = [];
  for (const tool of tools.filter(({ key }) => key === 'mews' || key === 'tsx')) {
    const { cpu, memory } = await measure(tool, isQuick ? { turns: 1, seconds: 1, rest: 1 } : { turns: Math.min(rounds, 3), seconds: SECONDS, rest: REST });
    const isOurs = tool.key === 'mews';
    rows.push({ what: `idle, CPU of all processes: ${tool.name}`, values: cpu, unit: ' %', atMost: true, ...(isOurs && { target: TARGETS.cpu }) });
    rows.push({ what: `idle, memory of the launcher: ${tool.name}`, values: memory, unit: ' MiB', atMost: true, ...(isOurs && { target: TARGETS.memory }) });
  }
  return rows;
}

async function measure(tool, { turns, seconds, rest }) {
  const app = writeReloadApp();
  let running;
  try {
    writeFiles(app.root);
    running = await startTool(tool, { app });
    // Now it watches all of them for certain.
    app.edit(2);
    await servedVersion(running.port, { version: 2, hasEnded: running.hasEnded });
    await delay(rest * 1000);
    const cpu = [];
    const memory = [];
    for (let turn = 0; turn < turns; turn++) {
      const pids = running.pids();
      const [before, begun] = [cpuOf(pids), performance.now()];
      await delay(seconds * 1000);
      cpu.push((100_000 * (cpuOf(pids) - before)) / (performance.now() - begun));
      memory.push(memoryOf(running.pid) / MEBIBYTE);
    }
    return { cpu, memory };
  } finally {
    await running?.stop();
    app.remove();
  }
}

function writeFiles(root) {
  for (let at = 0; at < FILES; at++) {
    const folder = join(root, 'src/more', `folder-${Math.floor(at / 100)}`);
    if (at % 100 === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file-${at}.ts`), `export const number${at} = ${at};\n`);
  }
}
