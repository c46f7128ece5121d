import { expect, test } from 'vitest';
import { attachEditor, type CdpClient, CdpError } from '../../../support/cdp-client.ts';
import { startInspected } from '../../../support/inspected-process.ts';
import { tempProject, type TempProject } from '../../../support/temp-project.ts';
import { openFront } from './front.ts';

/** Line 0 runs at the start; line 2 when the app is told something. */
const APP = `globalThis.version = VERSION;
process.on('message', (text) => {
  const answer = text + ' from ' + version;
  process.send(answer);
});
process.send('loaded');
`;

const START = { lineNumber: 0, columnNumber: 0 };
const ANSWER = { lineNumber: 2, columnNumber: 0 };

async function versions(): Promise<TempProject> {
  return tempProject(Object.fromEntries([1, 2, 3].map((version) => [`v${version}/app.mjs`, APP.replace('VERSION', String(version))])));
}

/** As VS Code does: by a pattern that fits every version's file. */
async function debugging(url: string): Promise<CdpClient> {
  const editor = await attachEditor(url);
  await editor.send('Runtime.enable');
  await editor.send('Debugger.enable');
  await editor.send('Runtime.runIfWaitingForDebugger');
  return editor;
}

function topLine(paused: Record<string, unknown>): number {
  const [frame] = paused['callFrames'] as { location: { lineNumber: number } }[];
  return frame?.location.lineNumber ?? -1;
}

const resultOf = async (evaluated: Promise<Record<string, unknown>>): Promise<unknown> => ((await evaluated)['result'] as { value: unknown }).value;

test('a breakpoint set once is hit in every version, in start-up code and later, and keeps its id', async () => {
  const project = await versions();
  const front = await openFront();
  const first = await startInspected(project, 'v1/app.mjs');
  await front.follow(first.inspectorUrl);
  const editor = await debugging(front.url);
  const atStart = await editor.send('Debugger.setBreakpointByUrl', { urlRegex: 'app\\.mjs$', ...START });
  const atAnswer = await editor.send('Debugger.setBreakpointByUrl', { urlRegex: 'app\\.mjs$', ...ANSWER });

  for (const version of [1, 2, 3]) {
    const app = version === 1 ? first : await startInspected(project, `v${version}/app.mjs`);
    if (version > 1) {
      await front.follow(app.inspectorUrl);
      await editor.next('Runtime.executionContextsCleared');
    }
    await editor.next('Runtime.executionContextCreated');
    app.launch();
    const paused = await editor.next('Debugger.paused');
    expect(topLine(paused)).toBe(0);
    expect(paused['hitBreakpoints']).toEqual([atStart['breakpointId']]);
    await editor.next('Debugger.scriptParsed', ({ url }) => url === app.entry);
    await editor.send('Debugger.resume');
    expect(await app.heard()).toBe('loaded');

    app.say('hello');
    const pausedAgain = await editor.next('Debugger.paused');
    expect(topLine(pausedAgain)).toBe(2);
    expect(pausedAgain['hitBreakpoints']).toEqual([atAnswer['breakpointId']]);
    expect(await resultOf(editor.send('Runtime.evaluate', { expression: 'version' }))).toBe(version);
    await editor.send('Debugger.resume');
    expect(await app.heard()).toBe(`hello from ${version}`);
  }
});

test('a breakpoint that was removed is not set in the next version', async () => {
  const project = await versions();
  const front = await openFront();
  const first = await startInspected(project, 'v1/app.mjs');
  await front.follow(first.inspectorUrl);
  const editor = await debugging(front.url);
  const { breakpointId } = await editor.send('Debugger.setBreakpointByUrl', { urlRegex: 'app\\.mjs$', ...START });
  await editor.send('Debugger.removeBreakpoint', { breakpointId });

  const second = await startInspected(project, 'v2/app.mjs');
  await front.follow(second.inspectorUrl);
  second.launch();
  expect(await second.heard()).toBe('loaded');
  expect(editor.events.map(({ method }) => method)).not.toContain('Debugger.paused');
});

test('the old version goes on when the debugger turns to the new one, also from a pause', async () => {
  const project = await versions();
  const front = await openFront();
  const first = await startInspected(project, 'v1/app.mjs');
  await front.follow(first.inspectorUrl);
  const editor = await debugging(front.url);
  await editor.send('Debugger.setBreakpointByUrl', { urlRegex: 'app\\.mjs$', ...ANSWER });
  first.launch();
  expect(await first.heard()).toBe('loaded');
  first.say('hello');
  await editor.next('Debugger.paused');

  const second = await startInspected(project, 'v2/app.mjs');
  await front.follow(second.inspectorUrl);
  await editor.next('Debugger.resumed');
  expect(await first.heard()).toBe('hello from 1');
});

test('settings, bindings and what is being recorded are there in the next version', async () => {
  const project = await versions();
  const front = await openFront();
  const first = await startInspected(project, 'v1/app.mjs');
  await front.follow(first.inspectorUrl);
  const editor = await debugging(front.url);
  await editor.send('Runtime.addBinding', { name: 'tell' });
  await editor.send('Runtime.addBinding', { name: 'forgotten' });
  await editor.send('Runtime.removeBinding', { name: 'forgotten' });
  await editor.send('Debugger.setPauseOnExceptions', { state: 'uncaught' });
  await editor.send('Debugger.setPauseOnExceptions', { state: 'all' });
  await editor.send('Profiler.enable');
  await editor.send('Profiler.start');

  const second = await startInspected(project, 'v2/app.mjs');
  await front.follow(second.inspectorUrl);
  second.launch();
  expect(await second.heard()).toBe('loaded');
  expect(await resultOf(editor.send('Runtime.evaluate', { expression: 'typeof forgotten' }))).toBe('undefined');
  await editor.send('Runtime.evaluate', { expression: 'tell("it is new"); setTimeout(() => { try { throw new Error("caught") } catch {} })' });
  expect(await editor.next('Runtime.bindingCalled')).toMatchObject({ name: 'tell', payload: 'it is new' });
  expect(await editor.next('Debugger.paused')).toMatchObject({ reason: 'exception' });
  await editor.send('Debugger.resume');
  expect(await editor.send('Profiler.stop')).toHaveProperty('profile.nodes');
});

test('a domain that was disabled stays so, with all that was set in it', async () => {
  const project = await versions();
  const front = await openFront();
  const first = await startInspected(project, 'v1/app.mjs');
  await front.follow(first.inspectorUrl);
  const editor = await debugging(front.url);
  await editor.send('Debugger.setBreakpointByUrl', { urlRegex: 'app\\.mjs$', ...START });
  await editor.send('Debugger.disable');

  const second = await startInspected(project, 'v2/app.mjs');
  await front.follow(second.inspectorUrl);
  second.launch();
  expect(await second.heard()).toBe('loaded');
  await expect(editor.send('Debugger.setPauseOnExceptions', { state: 'all' })).rejects.toThrow('Debugger agent is not enabled');
});

test('scripts and contexts of a new version have numbers of their own: those of the old one cannot be taken for them', async () => {
  const project = await versions();
  const front = await openFront();
  const first = await startInspected(project, 'v1/app.mjs');
  await front.follow(first.inspectorUrl);
  const editor = await debugging(front.url);
  first.launch();
  const old = await editor.next('Debugger.scriptParsed', ({ url }) => url === first.entry);

  const second = await startInspected(project, 'v2/app.mjs');
  await front.follow(second.inspectorUrl);
  second.launch();
  const young = await editor.next('Debugger.scriptParsed', ({ url }) => url === second.entry);
  const scripts = editor.events.filter(({ method }) => method === 'Debugger.scriptParsed').map(({ params }) => params['scriptId']);
  expect(new Set(scripts).size).toBe(scripts.length);
  expect(await editor.send('Debugger.getScriptSource', { scriptId: young['scriptId'] })).toMatchObject({ scriptSource: expect.stringContaining('version = 2') as string });
  await expect(editor.send('Debugger.getScriptSource', { scriptId: old['scriptId'] })).rejects.toThrow('No script for id');
  expect(young['executionContextId']).not.toBe(old['executionContextId']);
  expect(await resultOf(editor.send('Runtime.evaluate', { expression: '6 * 7', contextId: young['executionContextId'] }))).toBe(42);
});

test('the debugger can turn back to a process it was with: where the breakpoints lie there is told', async () => {
  const project = await versions();
  const front = await openFront();
  const first = await startInspected(project, 'v1/app.mjs');
  await front.follow(first.inspectorUrl);
  const editor = await debugging(front.url);
  first.launch();
  expect(await first.heard()).toBe('loaded');
  const { breakpointId } = await editor.send('Debugger.setBreakpointByUrl', { url: first.entry, ...ANSWER });
  await front.follow((await startInspected(project, 'v2/app.mjs')).inspectorUrl);

  await front.follow(first.inspectorUrl);
  expect(await editor.next('Debugger.breakpointResolved')).toMatchObject({ breakpointId, location: { lineNumber: 2 } });
  first.say('hello');
  expect(await editor.next('Debugger.paused')).toMatchObject({ hitBreakpoints: [breakpointId] });
});

test('workers of the old version are said to be detached, and those of the new one have other ids', async () => {
  const worker = `import { Worker, isMainThread } from 'node:worker_threads';
if (isMainThread) { globalThis.worker = new Worker(new URL(import.meta.url)); process.on('message', () => {}); }
else setInterval(() => {}, 1e6);
`;
  const project = await tempProject({ 'v1/app.mjs': worker, 'v2/app.mjs': worker });
  const front = await openFront();
  const first = await startInspected(project, 'v1/app.mjs');
  await front.follow(first.inspectorUrl);
  const editor = await debugging(front.url);
  await editor.send('NodeWorker.enable', { waitForDebuggerOnStart: false });
  first.launch();
  const { sessionId: old } = await editor.next('NodeWorker.attachedToWorker');
  const ask = (sessionId: unknown, id: number): Promise<unknown> =>
    editor.send('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression: '6 * 7' } }) });
  await ask(old, 1);
  expect(await editor.next('NodeWorker.receivedMessageFromWorker')).toMatchObject({ sessionId: old, message: expect.stringContaining('42') as string });

  const second = await startInspected(project, 'v2/app.mjs');
  await front.follow(second.inspectorUrl);
  expect(await editor.next('NodeWorker.detachedFromWorker')).toEqual({ sessionId: old });
  second.launch();
  const { sessionId: young } = await editor.next('NodeWorker.attachedToWorker');
  expect(young).not.toBe(old);
  await expect(ask(old, 2)).rejects.toThrow('Session with given id not found');
  await ask(young, 3);
  expect(await editor.next('NodeWorker.receivedMessageFromWorker')).toMatchObject({ sessionId: young, message: expect.stringContaining('42') as string });
});

test('nothing that is asked of a version hangs when the next one comes', async () => {
  const project = await versions();
  const front = await openFront();
  const first = await startInspected(project, 'v1/app.mjs');
  await front.follow(first.inspectorUrl);
  const editor = await debugging(front.url);
  const evaluated = editor.send('Runtime.evaluate', { expression: 'new Promise(() => {})', awaitPromise: true });
  // Commands are carried out in order: now it is under way.
  await editor.send('Runtime.evaluate', { expression: '1' });
  const failed = expect(evaluated).rejects.toThrow(CdpError);
  const second = await startInspected(project, 'v2/app.mjs');
  await front.follow(second.inspectorUrl);
  await failed;
  await expect(evaluated).rejects.toThrow('The process ended, or was replaced by a new version, before it answered.');
});

test('a second editor has a session of its own, which survives as well', async () => {
  const project = await versions();
  const front = await openFront();
  const first = await startInspected(project, 'v1/app.mjs');
  await front.follow(first.inspectorUrl);
  const [one, other] = [await debugging(front.url), await debugging(front.url)];
  await one.send('Debugger.setBreakpointByUrl', { urlRegex: 'app\\.mjs$', ...START });

  const second = await startInspected(project, 'v2/app.mjs');
  await front.follow(second.inspectorUrl);
  second.launch();
  expect(await one.next('Debugger.paused')).toMatchObject({ hitBreakpoints: [expect.any(String)] });
  expect(await other.next('Debugger.paused')).toMatchObject({ hitBreakpoints: [] });
  one.close();
  await one.closed;
  await other.send('Debugger.resume');
  expect(await second.heard()).toBe('loaded');
});

test('an editor that reads slowly gets everything', async () => {
  const project = await tempProject({ 'app.mjs': "process.on('message', () => { for (let i = 0; i < 200; i++) console.log(i, 'x'.repeat(262144)); process.send('written'); });" });
  const front = await openFront();
  const app = await startInspected(project, 'app.mjs');
  await front.follow(app.inspectorUrl);
  const editor = await debugging(front.url);
  app.launch();
  editor.pause();
  app.say('write');
  expect(await app.heard()).toBe('written');
  editor.resume();
  for (let i = 0; i < 200; i++) {
    const { args } = await editor.next('Runtime.consoleAPICalled');
    expect((args as [{ value: number }])[0].value).toBe(i);
  }
});

test('nobody attached: following is over at once, and an editor that comes later sees the process that is there', async () => {
  const project = await versions();
  const front = await openFront();
  await front.follow('ws://127.0.0.1:1/nobody-looks-whether-this-exists');
  const app = await startInspected(project, 'v2/app.mjs');
  await front.follow(app.inspectorUrl);
  app.launch();
  expect(await app.heard()).toBe('loaded');
  const editor = await debugging(front.url);
  expect(await resultOf(editor.send('Runtime.evaluate', { expression: 'version' }))).toBe(2);
});
