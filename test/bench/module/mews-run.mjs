import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endChild, startChild } from '../kestrel/children.mjs';
import { onServerCore } from '../kestrel/pinning.mjs';
import { cpuSeconds } from '../kestrel/process-usage.mjs';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const source = new URL('./servers/app.mjs', import.meta.url);

/** `mews run` with an app in one of the hosting models (or none), all its processes on the servers' core; `cpu()` counts all of them. */
export async function startMewsRun(name, args = []) {
  const root = mkdtempSync(join(tmpdir(), 'mews-bench-'));
  writeFileSync(join(root, 'package.json'), '{ "name": "app", "type": "module" }');
  writeFileSync(join(root, 'main.mjs'), readFileSync(source));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(repository, join(root, 'node_modules', 'mews'), 'dir');
  const command = onServerCore([process.execPath, join(repository, 'bin', 'mews.js'), 'run', '--format', 'json', '--urls', 'http://127.0.0.1:0', '-e', 'ASPNETCORE_ENVIRONMENT=Production', ...args]);
  const { child, said } = startChild(command, { cwd: root, env: { ...process.env, MEWS_HOME: root } });
  const [, url] = await said(/"type":"listening","addresses":\["(http:[^"]+)"/);
  await (await fetch(url)).arrayBuffer();
  const stop = async () => {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    await endChild(child);
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  };
  return { name, url, cpu: () => treeOf(child.pid).reduce((sum, pid) => sum + cpuSeconds(pid), 0), stop };
}

/** A process and all below it. */
function treeOf(pid) {
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), parentOf(name)]);
  const below = (parent) => parents.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
