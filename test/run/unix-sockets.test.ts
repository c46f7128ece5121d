import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { runMews, startListening } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';
import { textThroughSocket } from './text-of.ts';

const KINDS = {
  'an exported app': `export default { fetch: () => new Response('answer') };`,
  'a program that listens by itself': `import { createServer } from 'node:http';\ncreateServer((q, s) => s.end('answer')).listen(3000);`,
} as const;

describe.each(Object.entries(KINDS))('a unix socket: %s', (_, source) => {
  test('answers through it, and the file is gone after the stop', async () => {
    const { root, path } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': source });
    const mews = await startListening(['--urls', `http://unix:${path('app.sock')}`], { cwd: root });
    expect(mews.url).toBe(`http://unix:${path('app.sock')}`);
    expect(statSync(path('app.sock')).isSocket()).toBe(true);
    expect(await textThroughSocket(path('app.sock'))).toBe('answer');
    mews.signal('SIGINT');
    await mews.exited;
    expect(existsSync(path('app.sock'))).toBe(false);
  });

  test('replaces the file that a crash left', async () => {
    const { root, path } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': source });
    const crashed = spawn(process.execPath, ['-e', `require('net').createServer().listen(${JSON.stringify(path('app.sock'))}, () => process.kill(process.pid, 'SIGKILL'))`]);
    await once(crashed, 'exit');
    expect(statSync(path('app.sock')).isSocket()).toBe(true);
    await startListening(['--urls', `http://unix:${path('app.sock')}`], { cwd: root });
    expect(await textThroughSocket(path('app.sock'))).toBe('answer');
  });

  test('refuses a path where something else is, and leaves it there', async () => {
    const { root, path } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': source, 'notes.txt': 'mine' });
    const { code, stderr } = await runMews(['run', '--urls', `http://unix:${path('notes.txt')}`], { cwd: root });
    expect(stderr).toContain(`error MEWS3007: Failed to bind to address http://unix:${path('notes.txt')}: something that is not a socket is there already.`);
    expect(stderr).not.toContain('Now listening');
    expect(code).toBe(1);
    expect(statSync(path('notes.txt')).size).toBe(4);
  });

  test('refuses a socket that somebody answers behind', async () => {
    const { root, path } = await tempProject({ 'package.json': { type: 'module' }, 'main.js': source });
    const holder = createServer().listen(path('app.sock'));
    await once(holder, 'listening');
    const { code, stderr } = await runMews(['run', '--urls', `http://unix:${path('app.sock')}`], { cwd: root });
    holder.close();
    expect(stderr).toMatch(/error MEWS3006: Failed to bind to address http:\/\/unix:.*app\.sock: address already in use/);
    expect(code).toBe(1);
  });
});
