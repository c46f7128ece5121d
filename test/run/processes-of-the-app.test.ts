import { describe, expect, test } from 'vitest';
import { runMews, startListening, startMews } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';
import { textOf } from './text-of.ts';

const URLS = ['--urls', 'http://127.0.0.1:0'];

test('a child that the app forks is its own, with a channel of its own', async () => {
  const { root } = await tempProject({
    'package.json': { type: 'module' },
    'main.js': `import { fork } from 'node:child_process';
      const child = fork(new URL('./child.js', import.meta.url), ['one']);
      child.on('message', (message) => { console.log('parent got', JSON.stringify(message)); child.send('done'); });
      child.on('exit', (code) => console.log('child ended', code));`,
    'child.js': `process.on('message', (message) => { console.log('child got', message); process.exit(3); });
      process.send({ args: process.argv.slice(2), execArgv: process.execArgv.includes('--import') });`,
  });
  const { code, stdout, stderr } = await runMews(['run', ...URLS], { cwd: root });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'parent got {"args":["one"],"execArgv":false}\nchild got done\nchild ended 3\n', stderr: '' });
});

test('a server that the app forks keeps its own address, and stops with the app', async () => {
  const { root } = await tempProject({
    'package.json': { type: 'module' },
    'main.js': `import { fork } from 'node:child_process';\nimport { createServer } from 'node:http';
      const child = fork(new URL('./child.js', import.meta.url));
      child.once('message', (port) => createServer((q, s) => s.end(String(port))).listen(3000));`,
    'child.js': `import { createServer } from 'node:http';\nconst server = createServer((q, s) => s.end('child')).listen(0, '127.0.0.1', () => process.send(server.address().port));`,
  });
  const mews = await startListening(URLS, { cwd: root });
  const port = await textOf(mews.url);
  expect(await textOf(`http://127.0.0.1:${port}`)).toBe('child');
  expect(mews.stderr().match(/Now listening/g)).toHaveLength(1);
  mews.signal('SIGINT');
  await mews.exited;
  await expect(textOf(`http://127.0.0.1:${port}`)).rejects.toThrow('ECONNREFUSED');
});

test('worker threads run, with TypeScript stacks or none', async () => {
  const { root } = await tempProject({
    'package.json': { type: 'module' },
    'main.js': `import { Worker, isMainThread, parentPort } from 'node:worker_threads';
      if (isMainThread) new Worker(new URL(import.meta.url)).once('message', (text) => console.log('worker said', text)).once('exit', (code) => console.log('worker ended', code));
      else parentPort.postMessage('hello');`,
  });
  expect(await runMews(['run', ...URLS], { cwd: root })).toMatchObject({ code: 0, stdout: 'worker said hello\nworker ended 0\n', stderr: '' });
});

test('cluster workers share the address of the app', async () => {
  const { root } = await tempProject({
    'package.json': { type: 'module' },
    'main.js': `import cluster from 'node:cluster';\nimport { createServer } from 'node:http';
      if (cluster.isPrimary) { cluster.fork(); cluster.on('listening', (worker, address) => console.log('listening', address.port)); }
      else createServer((q, s) => s.end('from a worker')).listen(0, '127.0.0.1');`,
  });
  const mews = startMews(['run', ...URLS], { cwd: root });
  const [, port] = await mews.printed(/listening (\d+)/);
  expect(await textOf(`http://127.0.0.1:${port}`)).toBe('from a worker');
});

describe('the channel to the launcher is no business of the app', () => {
  test('messages that the app sends to its parent disturb nobody', async () => {
    const { root } = await tempProject({
      'package.json': { type: 'module' },
      'main.js': `process.send?.('ready');\nprocess.send?.({ type: 'listening', addresses: ['http://evil:1'] });\nprocess.send?.({ mews: null });\nprocess.send?.(null);\nexport default { fetch: () => new Response('answer') };`,
    });
    const mews = await startListening(URLS, { cwd: root });
    expect(mews.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(await textOf(mews.url)).toBe('answer');
  });

  test('an app that listens to messages hears none of ours', async () => {
    const { root } = await tempProject({
      'package.json': { type: 'module' },
      'main.js': `process.on('message', (message) => console.log('heard', message));\nexport default { fetch: () => new Response('answer') };`,
    });
    const mews = await startListening(URLS, { cwd: root });
    mews.signal('SIGINT');
    expect(await mews.exited).toMatchObject({ code: 0, stdout: '' });
  });
});

test('an app that closes the channel to mews goes on, and Ctrl+C still ends it', async () => {
  const { root } = await tempProject({
    'package.json': { type: 'module' },
    'main.js': `import { createServer } from 'node:http';
      createServer((q, s) => s.end('on')).listen(0, () => setTimeout(() => process.disconnect(), 100));
      process.once('disconnect', () => setTimeout(() => console.log('still here'), 200));
      process.on('SIGINT', () => process.exit(5));`,
  });
  const mews = await startListening(URLS, { cwd: root });
  await mews.printed(/still here/);
  expect(await textOf(mews.url)).toBe('on');
  mews.signal('SIGINT');
  expect(await mews.exited).toMatchObject({ code: 5 });
});

test.each([
  ['cluster.fork()', `import cluster from 'node:cluster';
    if (cluster.isPrimary) cluster.fork().on('exit', (code: number) => console.log('ended', code)); else process.exit(3);`],
  ['fork(__filename)', `import { fork } from 'node:child_process';
    if (process.argv[2] !== 'again') fork(__filename, ['again']).on('exit', (code: number | null) => console.log('ended', code)); else process.exit(3);`],
  ['new Worker(new URL(import.meta.url))', `import { isMainThread, Worker } from 'node:worker_threads';
    if (isMainThread) new Worker(new URL(import.meta.url)).on('exit', (code: number) => console.log('ended', code)); else process.exit(3);`],
])('a TypeScript app that starts itself again with %s starts its build', async (_how, source) => {
  const { root } = await tempProject({ 'package.json': { type: 'module' }, 'src/main.ts': source });
  expect(await runMews(['run', ...URLS], { cwd: root })).toMatchObject({ code: 0, stdout: 'ended 3\n' });
});
