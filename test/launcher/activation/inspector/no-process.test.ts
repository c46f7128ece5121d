import { expect, test } from 'vitest';
import { attachEditor, type CdpClient } from '../../../support/cdp-client.ts';
import { startInspected } from '../../../support/inspected-process.ts';
import { tempProject } from '../../../support/temp-project.ts';
import { openFront } from './front.ts';

const APP = `process.on('message', () => process.exit(3));
process.send('loaded');
`;

async function debugging(url: string): Promise<CdpClient> {
  const editor = await attachEditor(url);
  await editor.send('Runtime.enable');
  await editor.send('Debugger.enable');
  return editor;
}

test('a process that is killed fails what it was asked, and the editor stays', async () => {
  const project = await tempProject({ 'app.mjs': APP });
  const front = await openFront();
  const app = await startInspected(project, 'app.mjs');
  await front.follow(app.inspectorUrl);
  const editor = await debugging(front.url);
  const evaluated = editor.send('Runtime.evaluate', { expression: 'new Promise(() => {})', awaitPromise: true });
  await editor.send('Runtime.evaluate', { expression: '1' });
  const failed = expect(evaluated).rejects.toMatchObject({ code: -32_000, message: expect.stringContaining('ended') as string });
  app.kill();
  await failed;
  await editor.next('Runtime.executionContextsCleared');

  const next = await startInspected(project, 'app.mjs');
  await front.follow(next.inspectorUrl);
  expect(await editor.send('Runtime.evaluate', { expression: '6 * 7' })).toMatchObject({ result: { value: 42 } });
});

test('a process that ends by itself is not kept from it, and the editor is not told that its session ends', async () => {
  const project = await tempProject({ 'app.mjs': APP });
  const front = await openFront();
  const app = await startInspected(project, 'app.mjs');
  await front.follow(app.inspectorUrl);
  const editor = await debugging(front.url);
  app.launch();
  expect(await app.heard()).toBe('loaded');
  app.say('end');
  expect(await app.exited).toMatchObject({ code: 3 });
  await editor.next('Runtime.executionContextsCleared');
  const told = editor.events.map(({ method }) => method);
  expect(told).not.toContain('Runtime.executionContextDestroyed');
  expect(told).not.toContain('NodeRuntime.waitingForDisconnect');
});

test('a process whose editor wants to know nothing is not kept from ending either', async () => {
  const project = await tempProject({ 'app.mjs': APP });
  const front = await openFront();
  const app = await startInspected(project, 'app.mjs');
  await front.follow(app.inspectorUrl);
  const editor = await attachEditor(front.url);
  await editor.send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: false });
  await editor.send('Runtime.evaluate', { expression: '1' });
  app.launch();
  expect(await app.heard()).toBe('loaded');
  app.say('end');
  expect(await app.exited).toMatchObject({ code: 3 });
});

test('without a process a breakpoint can be set, and is hit in the one that comes', async () => {
  const project = await tempProject({ 'app.mjs': APP });
  const front = await openFront();
  const editor = await debugging(front.url);
  const set = await editor.send('Debugger.setBreakpointByUrl', { urlRegex: 'app\\.mjs$', lineNumber: 1, columnNumber: 0 });
  expect(set).toEqual({ breakpointId: expect.any(String) as string, locations: [] });
  const { breakpointId: removed } = await editor.send('Debugger.setBreakpointByUrl', { urlRegex: 'app\\.mjs$', lineNumber: 0, columnNumber: 0 });
  await editor.send('Debugger.removeBreakpoint', { breakpointId: removed });

  const app = await startInspected(project, 'app.mjs');
  await front.follow(app.inspectorUrl);
  app.launch();
  expect(await editor.next('Debugger.breakpointResolved')).toMatchObject({ breakpointId: set['breakpointId'] });
  expect(await editor.next('Debugger.paused')).toMatchObject({ hitBreakpoints: [set['breakpointId']] });
  await editor.send('Debugger.removeBreakpoint', { breakpointId: set['breakpointId'] });
  await editor.send('Debugger.resume');
  expect(await app.heard()).toBe('loaded');
});

test('a command that needs a process waits for one', async () => {
  const project = await tempProject({ 'app.mjs': APP });
  const front = await openFront({ patience: 600_000 });
  const editor = await attachEditor(front.url);
  const evaluated = editor.send('Runtime.evaluate', { expression: '6 * 7' });
  const app = await startInspected(project, 'app.mjs');
  await front.follow(app.inspectorUrl);
  expect(await evaluated).toMatchObject({ result: { value: 42 } });
});

test('a command that has waited too long for a process is told that there is none', async () => {
  const front = await openFront({ patience: 1 });
  const editor = await attachEditor(front.url);
  await expect(editor.send('Runtime.evaluate', { expression: '1' })).rejects.toMatchObject({ code: -32_000, message: 'There is no process to ask: the app is not running.' });
});

test('a process that cannot be reached is none', async () => {
  const project = await tempProject({ 'app.mjs': APP });
  const front = await openFront({ patience: 1 });
  const app = await startInspected(project, 'app.mjs');
  app.kill();
  await app.exited;
  const editor = await debugging(front.url);
  await front.follow(app.inspectorUrl);
  await expect(editor.send('Runtime.evaluate', { expression: '1' })).rejects.toThrow('There is no process to ask');
});

test('what is no command is refused in the words of V8', async () => {
  const editor = await attachEditor((await openFront()).url);
  expect(await editor.sendRaw('{')).toEqual({ error: { code: -32_700, message: 'Message must be a valid JSON' } });
  expect(await editor.sendRaw('{"method":"Runtime.enable"}')).toEqual({ error: { code: -32_600, message: "Message must have integer 'id' property" } });
  expect(await editor.sendRaw('{"id":1}')).toEqual({ error: { code: -32_600, message: "Message must have string 'method' property" } });
});
