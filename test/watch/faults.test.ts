import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { watchMews } from '../support/watch-mews.ts';
import { get, MAIN, plainApp, watchPlain } from './plain-app.ts';
import { versionSource } from './sources.ts';

describe('what does not work never replaces what works', () => {
  test('a syntax error, and back', async () => {
    const watching = await watchPlain(await plainApp());
    watching.edit('src/version.ts', `export const version = 'v1`);
    const failed = await watching.nth('status', 1);
    expect(failed).toMatchObject({ isServing: true, report: { kind: 'buildFailed', code: 'MEWS2001', diagnostics: [{ severity: 'error', line: 1 }] } });
    expect(await get(watching.url)).toBe('v0');
    watching.edit('src/version.ts', versionSource(2));
    await watching.nth('swapped', 1);
    expect(await get(watching.url)).toBe('v2');
    expect((await watching.nth('status', 2))['report']).toBeNull();
  });

  test('a type error, with gate', async () => {
    const project = await plainApp({ 'tsconfig.json': { compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true, types: [] } } });
    project.install('typescript', '@types/node');
    project.write('src/main.ts', `declare const process: { env: Record<string, string> };\nimport { version } from './version.ts';\nexport default { fetch: () => new Response(version) };\n`);
    project.write('tsconfig.json', { compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', lib: ['es2022', 'dom'], allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true, types: [] } });
    const watching = await watchPlain(project, { args: ['--typecheck', 'gate'] });
    watching.edit('src/version.ts', `export const version: number = 'v1';\n`);
    expect(await watching.nth('status', 1)).toMatchObject({ isServing: true, report: { kind: 'typecheckFailed' } });
    expect(await get(watching.url)).toBe('v0');
    watching.edit('src/version.ts', versionSource(2));
    await watching.nth('swapped', 1);
    expect(await get(watching.url)).toBe('v2');
  });

  test('a throw on import', async () => {
    const watching = await watchPlain(await plainApp());
    watching.edit('src/version.ts', `export const version = 'v1';\nthrow new Error('not today');\n`);
    const { report } = (await watching.nth('status', 1)) as unknown as { report: { message: string; location: { file: string; line: number }; stack: string } };
    expect(report).toMatchObject({ kind: 'crashed', location: { line: 2 } });
    expect(report.message).toContain('not today');
    expect(report.stack).toContain('version.ts');
    expect(await get(watching.url)).toBe('v0');
  });

  test('an app that never listens', async () => {
    const watching = await watchPlain(await plainApp(), { env: { MEWS_HOLD_TIMEOUT: '1500' } });
    watching.edit('src/main.ts', `setInterval(() => {}, 1000);\n`);
    expect(await watching.nth('status', 1)).toMatchObject({ isServing: true, report: { kind: 'neverListens' } });
    expect(await get(watching.url)).toBe('v0');
  });

  test('an app that ends at once', async () => {
    const watching = await watchPlain(await plainApp());
    watching.edit('src/version.ts', `export const version = 'v1';\nprocess.exit(0);\n`);
    expect(await watching.nth('status', 1)).toMatchObject({ isServing: true, report: { kind: 'exited' } });
    expect(await get(watching.url)).toBe('v0');
  });

  test('a dist that cannot be written', async () => {
    const project = await plainApp();
    const watching = await watchPlain(project);
    rmSync(project.path('dist'), { recursive: true });
    project.write('dist', 'a file where a folder should be');
    watching.edit('src/version.ts', versionSource(1));
    expect(await watching.nth('status', 1)).toMatchObject({ isServing: true, report: { code: 'MEWS2006' } });
    expect(await get(watching.url)).toBe('v0');
    rmSync(project.path('dist'));
    watching.edit('src/version.ts', versionSource(2));
    await watching.nth('swapped', 1);
    expect(await get(watching.url)).toBe('v2');
  });
});

describe('processes', () => {
  test('one that is killed under load costs its requests in flight and nothing else', async () => {
    const watching = await watchPlain(await plainApp());
    const load = steadyLoad(watching.url, { kept: 0, fresh: 3, slow: 0 });
    await load.sees(0);
    const pid = Number(await get(`${watching.url}/pid`));
    process.kill(pid, 'SIGKILL');
    await watching.nth('restarting', 1);
    expect(Number(await get(`${watching.url}/pid`))).not.toBe(pid);
    const { failures } = await load.stop();
    // Three clients, one request each in flight.
    expect(failures.length).toBeLessThanOrEqual(3);
    for (const failure of failures) expect(failure).toMatch(/ECONNRESET|socket hang up|EPIPE/);
  });

  test('one that keeps dying is started more and more slowly, and at once by the next edit', async () => {
    const project = await plainApp({ 'src/main.ts': `import http from 'node:http';\nimport { version } from './version.ts';\nhttp.createServer((_, res) => res.end(version)).listen(3000, () => { if (version === 'v0') setTimeout(() => { throw new Error('again'); }, 50); });\n` });
    const watching = await watchPlain(project);
    const pauses = [1, 2, 3].map((count) => watching.nth('restarting', count));
    expect((await Promise.all(pauses)).map(({ pauseMilliseconds }) => pauseMilliseconds)).toEqual([0, 250, 500]);
    watching.edit('src/version.ts', versionSource(1));
    await watching.when(({ type, cause }) => type === 'swapped' && String(cause).includes('version.ts'));
    expect(await get(watching.url)).toBe('v1');
  });

  test('one that does not want to end is ended', async () => {
    const project = await plainApp();
    project.write('src/main.ts', `${MAIN}\nprocess.on('SIGTERM', () => console.error('no'));\n`);
    const watching = await watchPlain(project);
    const pid = Number(await get(`${watching.url}/pid`));
    watching.edit('src/version.ts', versionSource(1));
    await watching.nth('swapped', 1);
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
    expect(await get(watching.url)).toBe('v1');
  });

  test('one that needs a port the running one holds is started when that has ended, and so from then on', async () => {
    const other = await freePort();
    const project = await plainApp();
    project.write('src/main.ts', `import dgram from 'node:dgram';\ndgram.createSocket('udp4').bind(${other}, '127.0.0.1');\n${MAIN}`);
    const watching = await watchPlain(project);
    watching.edit('src/version.ts', versionSource(1));
    await watching.nth('swapped', 1);
    expect(await get(watching.url)).toBe('v1');
    watching.edit('src/version.ts', versionSource(2));
    await watching.nth('swapped', 2);
    expect(await get(watching.url)).toBe('v2');
    expect(watching.events().filter(({ type, text }) => type === 'note' && String(text).includes('"swap": "sequential"'))).toHaveLength(1);
  });

  test('"swap": "sequential" ends the running one first, and connections wait', async () => {
    const port = await freePort();
    const project = await plainApp({ 'Properties/launchSettings.json': { profiles: { app: { commandName: 'Project', swap: 'sequential', applicationUrl: `http://127.0.0.1:${port}` } } } });
    const watching = await watchMews(project);
    const load = steadyLoad(watching.url, { kept: 2, fresh: 2, slow: 1 });
    await load.sees(0);
    watching.edit('src/version.ts', versionSource(1));
    await load.sees(1);
    const { failures, stale } = await load.stop();
    expect({ failures, stale }).toEqual({ failures: [], stale: 0 });
  });

  test('an edit while the next version is being made makes one for both', async () => {
    const watching = await watchPlain(await plainApp());
    for (let edit = 1; edit <= 40; edit++) watching.edit('src/version.ts', versionSource(edit));
    await watching.when(({ type }) => type === 'swapped');
    await expect.poll(() => get(watching.url)).toBe('v40');
    expect(watching.events().filter(({ type }) => type === 'swapped').length).toBeLessThanOrEqual(3);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
