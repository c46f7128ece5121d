import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startListening, startMews } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

/** Tells its own pid and that of a child that sleeps, and listens. */
const PARENT = `import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
const child = spawn('sleep', ['300'], { stdio: 'ignore' });
createServer((q, s) => s.end(String(process.pid))).listen(3000, () => console.log(\`pids \${process.pid} \${child.pid}\`));
`;

/** A zombie, that only waits for somebody to read how it ended, runs no more. */
function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/\) [ZX] /.test(stat);
  } catch {
    return false;
  }
}

/** Resolves when a process that was told to end has done so; the test's own time-out is the limit. */
async function untilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setImmediate(resolve));
}

async function startParent(source = PARENT) {
  const { root } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': source });
  const mews = await startListening(['--urls', 'http://127.0.0.1:0'], { cwd: root });
  const [, own, child] = await mews.printed(/pids (\d+) (\d+)\n/);
  return { mews, pids: [Number(own), Number(child)] };
}

describe.skipIf(process.platform !== 'linux')('nothing of an app is left running', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('after %s', async (signal) => {
    const { mews, pids } = await startParent();
    expect(pids.map(isRunning)).toEqual([true, true]);
    mews.signal(signal);
    await mews.exited;
    expect(pids.map(isRunning)).toEqual([false, false]);
  });

  test('when the app ends and forgets its child', async () => {
    const { mews, pids } = await startParent(`${PARENT}\nprocess.on('SIGUSR2', () => process.exit(3));`);
    process.kill(pids[0] ?? 0, 'SIGUSR2');
    expect(await mews.exited).toMatchObject({ code: 3 });
    expect(pids.map(isRunning)).toEqual([false, false]);
  });

  test('when the app is killed', async () => {
    const { mews, pids } = await startParent();
    process.kill(pids[0] ?? 0, 'SIGKILL');
    expect(await mews.exited).toMatchObject({ code: 137 });
    expect(pids.map(isRunning)).toEqual([false, false]);
  });

  test('when mews itself is killed, and the port is free', async () => {
    const { mews, pids } = await startParent();
    mews.signal('SIGKILL');
    expect(await mews.exited).toMatchObject({ signal: 'SIGKILL' });
    for (const pid of pids) await untilGone(pid);
    await expect(textOf(mews.url)).rejects.toThrow('ECONNREFUSED');
  });

  test('when mews is killed while the build runs', async () => {
    const { root } = await tempProject({ 'package.json': { type: 'module', mews: { build: 'echo "building $$"; sleep 300', entry: 'main.js' } }, 'main.js': '' });
    const mews = startMews(['run'], { cwd: root });
    const [, pid] = await mews.said(/building (\d+)/);
    mews.signal('SIGTERM');
    await mews.exited;
    expect(isRunning(Number(pid))).toBe(false);
  });
});
