import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { mewsError } from '../../../../src/foundation/errors/mews-error.ts';
import { failureAnswer } from '../../../../src/launcher/launch/hosting-module/module-failure.ts';
import { OutputTail } from '../../../../src/launcher/launch/hosting-module/output-tail.ts';
import { choosePort } from '../../../../src/launcher/launch/hosting-module/choose-port.ts';
import { makeSocketFolder } from '../../../../src/launcher/launch/hosting-module/socket-folder.ts';
import { ownIdentity } from '../../../../src/foundation/process/process-identity.ts';
import { StdoutLog, stdoutLogFile } from '../../../../src/launcher/launch/hosting-module/stdout-log.ts';
import { tempProject } from '../../../support/temp-project.ts';

describe('what is told of a failure', () => {
  const died = mewsError('appDied', { exitCode: 7, reason: 'it said nothing of an error' });
  const late = mewsError('moduleStartTimedOut', { pid: 1, seconds: 120 });
  const context = (hostingModel: 'inprocess' | 'outofprocess') => ({ hostingModel, rapidFailsPerMinute: 10, isDetailed: true });

  test.each([
    ['inprocess', { kind: 'start', error: died }, 500, 30],
    ['inprocess', { kind: 'start', error: late }, 500, 37],
    ['outofprocess', { kind: 'start', error: died }, 502, 5],
    ['outofprocess', { kind: 'start', error: late }, 502, 5],
    ['inprocess', { kind: 'rapidFails' }, 503, null],
    ['outofprocess', { kind: 'settings', error: mewsError('badWebConfig', { file: 'web.config', problem: 'x' }) }, 500, 0],
  ] as const)('%s, %o: %i.%s', (model, facts, status, subStatus) => {
    expect(failureAnswer(facts, context(model))).toMatchObject({ kind: 'failure', status, subStatus, isDetailed: true });
  });

  test('says what to look at', () => {
    const answer = failureAnswer({ kind: 'start', error: died, exitCode: 7, lastLines: ['no database'], stack: 'Error: x', logFile: '/logs/a.log' }, context('inprocess'));
    expect(answer).toMatchObject({ message: died.message, hint: died.hint, code: 'MEWS3405', exitCode: 7, lastLines: ['no database'], stack: 'Error: x', logFile: '/logs/a.log' });
  });
});

test('of what a process writes the last twenty lines are kept, without colours, and 30,000 characters at most', () => {
  const tail = new OutputTail();
  expect(tail.lines).toEqual([]);
  tail.add('\u001B[31mred\u001B[0m\nhal');
  tail.add('f\r\n\n');
  expect(tail.lines).toEqual(['red', 'half']);
  for (let line = 0; line < 30; line++) tail.add(`${line}\n`);
  expect(tail.lines).toEqual(Array.from({ length: 20 }, (_, at) => String(at + 10)));
  tail.add('x'.repeat(100_000));
  expect(tail.lines.join('')).toHaveLength(30_000);
});

describe('a log', () => {
  test('is named by moment and process, in a folder that is made for it, for its owner alone', async () => {
    const project = await tempProject();
    const file = stdoutLogFile(project.path('logs', 'stdout'), { at: new Date('2026-11-28T01:02:03.456Z'), pid: 4711 });
    expect(file).toBe(project.path('logs', 'stdout_20261128010203_4711.log'));
    const log = new StdoutLog(file, () => {});
    log.write('first\n');
    log.write('second\n');
    await log.close();
    expect(readFileSync(file, 'utf8')).toBe('first\nsecond\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('that cannot be written says so once, and takes what comes', async () => {
    const project = await tempProject();
    mkdirSync(project.path('taken.log'));
    const reasons: string[] = [];
    const log = new StdoutLog(project.path('taken.log'), (reason) => void reasons.push(reason));
    log.write('lost');
    await log.close();
    log.write('lost, too');
    expect(reasons).toEqual([expect.stringContaining('EISDIR')]);
  });
});

describe('the private port of an app', () => {
  test('is a free one of the module\'s range', async () => {
    for (let time = 0; time < 20; time++) {
      const port = await choosePort(undefined);
      expect(port).toBeGreaterThanOrEqual(1025);
      expect(port).toBeLessThanOrEqual(48_000);
    }
  });

  test('is the one that is asked for, in the range', async () => {
    expect(await choosePort('12345')).toBe(12_345);
    expect(await choosePort('')).toBeGreaterThan(1024);
    for (const wrong of ['1024', '48001', 'http', '-1', '80.5']) await expect(choosePort(wrong)).rejects.toMatchObject({ code: 'MEWS4303' });
  });
});

describe.skipIf(process.platform === 'win32')('the folder of unix sockets', () => {
  test('is the user\'s alone, and goes with what is in it', async () => {
    const project = await tempProject();
    const folder = await makeSocketFolder({ XDG_RUNTIME_DIR: project.root });
    const path = folder?.path ?? '';
    expect(path.startsWith(join(project.root, 'mews-sockets-'))).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    const server = createServer().listen(join(path, 'app-0.sock'));
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    folder?.remove();
    expect(existsSync(path)).toBe(false);
  });

  test('of a launch that was killed is removed by the next one, and no other', async () => {
    const own = ownIdentity();
    const project = await tempProject({
      'mews-sockets-killed/owner.json': { ...own, pid: 999_999_999 },
      'mews-sockets-reused/owner.json': { ...own, start: 'another process with this number' },
      'mews-sockets-lives/owner.json': own,
      'mews-sockets-elsewhere/owner.json': { ...own, pid: 999_999_999, space: 'another container' },
      'mews-sockets-unknown/kept': '',
      'mews-test/owner.json': { ...own, pid: 999_999_999 },
    });
    const folder = await makeSocketFolder({ XDG_RUNTIME_DIR: project.root });
    onTestFinished(() => folder?.remove());
    const left = ['killed', 'reused', 'lives', 'elsewhere', 'unknown'].filter((name) => existsSync(project.path(`mews-sockets-${name}`)));
    expect(left).toEqual(['lives', 'elsewhere', 'unknown']);
    expect(existsSync(project.path('mews-test'))).toBe(true);
  });

  test('is looked for elsewhere when the path would be too long', async () => {
    const project = await tempProject();
    const folder = await makeSocketFolder({ XDG_RUNTIME_DIR: project.path('x'.repeat(80)) });
    onTestFinished(() => folder?.remove());
    expect(folder?.path.startsWith(tmpdir())).toBe(true);
  });
});
