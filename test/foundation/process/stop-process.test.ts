import { describe, expect, it, onTestFinished } from 'vitest';
import { groupMembers } from '../../../src/foundation/process/process-group.ts';
import { type RunningProcess, startProcess } from '../../../src/foundation/process/start-process.ts';
import { endGroup, stopProcess } from '../../../src/foundation/process/stop-process.ts';
import { cleanEnvironment } from '../../support/run-mews.ts';

/** A shell script in a group of its own, started once it has said `ready`. */
async function startScript(script: string): Promise<RunningProcess> {
  let ready: () => void = () => undefined;
  const said = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const running = await startProcess({
    command: '/bin/sh',
    args: ['-c', script],
    cwd: '/',
    env: cleanEnvironment(),
    onOutput: (_stream, text) => {
      if (text.includes('ready')) ready();
    },
  });
  onTestFinished(() => void running.signal('SIGKILL'));
  await said;
  return running;
}

const never = new AbortController().signal;

describe('stopProcess()', () => {
  it('gives the exit code of a process that stops when asked', async () => {
    const running = await startScript(`trap 'exit 42' INT; echo ready; while :; do sleep 0.05; done`);
    const exit = await stopProcess(running, { ask: () => void running.signal('SIGINT'), now: never });
    expect(exit).toEqual({ code: 42, signal: null });
    expect(groupMembers(running.pid)).toEqual([]);
  });

  it('sends SIGTERM when the grace is over', async () => {
    const running = await startScript(`trap '' INT; trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done`);
    const exit = await stopProcess(running, { ask: () => void running.signal('SIGINT'), now: never, grace: 20 });
    expect(exit).toEqual({ code: 7, signal: null });
  });

  it('kills what ignores every request', async () => {
    const running = await startScript(`trap '' INT TERM; echo ready; while :; do sleep 0.05; done`);
    const exit = await stopProcess(running, { ask: () => void running.signal('SIGINT'), now: never, grace: 20, insistence: 20 });
    expect(exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(groupMembers(running.pid)).toEqual([]);
  });

  it('kills at once when patience ends', async () => {
    const running = await startScript(`trap '' INT TERM; echo ready; while :; do sleep 0.05; done`);
    const now = new AbortController();
    const stopped = stopProcess(running, { ask: () => void running.signal('SIGINT'), now: now.signal });
    now.abort();
    expect(await stopped).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('leaves nothing that the process started', async () => {
    const running = await startScript(`(trap '' INT TERM HUP; exec sleep 1000) & trap 'exit 0' INT; echo ready; wait`);
    await stopProcess(running, { ask: () => void running.signal('SIGINT'), now: never, insistence: 50 });
    expect(groupMembers(running.pid)).toEqual([]);
  });
});

describe('endGroup()', () => {
  it('ends what a process left running when it exited by itself', async () => {
    const running = await startScript(`sleep 1000 >/dev/null 2>&1 & echo ready`);
    expect(await running.exited).toEqual({ code: 0, signal: null });
    expect(groupMembers(running.pid)).toHaveLength(1);
    await endGroup(running);
    expect(groupMembers(running.pid)).toEqual([]);
  });
});

describe('startProcess()', () => {
  it('refuses a program that does not exist', async () => {
    const start = startProcess({ command: '/no/such/program', args: [], cwd: '/', env: {} });
    await expect(start).rejects.toMatchObject({ code: 'MEWS3104' });
  });
});
