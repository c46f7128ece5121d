import { expect, test } from 'vitest';
import { attachEditor, type CdpClient } from '../../../support/cdp-client.ts';
import { type InspectedProcess, startInspected } from '../../../support/inspected-process.ts';
import { tempProject } from '../../../support/temp-project.ts';
import { openFront } from './front.ts';

const FILES = {
  'esm.mjs': `import { name } from './imported.mjs';\n\nprocess.send(name);\nprocess.on('message', () => {});\n`,
  'imported.mjs': `export const name = 'loaded';\n`,
  'common.cjs': `// A comment first.\nconst word = 'loaded';\nprocess.send(word);\nprocess.on('message', () => {});\n`,
};

async function debugging(url: string): Promise<CdpClient> {
  const editor = await attachEditor(url);
  await editor.send('Runtime.enable');
  await editor.send('Debugger.enable');
  return editor;
}

/** What the launcher does: follow, and only then let the app be loaded. */
function launchWhenFollowed(app: InspectedProcess, followed: Promise<void>): { isLaunched: boolean } {
  const state = { isLaunched: false };
  void followed.then(() => {
    state.isLaunched = true;
    app.launch();
  });
  return state;
}

async function pausedAtStart(editor: CdpClient, app: InspectedProcess): Promise<void> {
  const paused = await editor.next('Debugger.paused');
  expect(paused).toMatchObject({ reason: 'Break on start', hitBreakpoints: [] });
  const [frame] = paused['callFrames'] as { location: { scriptId: string } }[];
  const script = await editor.next('Debugger.scriptParsed', ({ url }) => url === app.entry);
  expect(frame?.location.scriptId).toBe(script['scriptId']);
}

test.each(['esm.mjs', 'common.cjs'])('--inspect-brk: %s waits for an editor that lets it run, and then stops on its first line, in every version', async (file) => {
  const project = await tempProject(FILES);
  const front = await openFront();
  const first = await startInspected(project, file);
  const state = launchWhenFollowed(first, front.follow(first.inspectorUrl, { breakIn: first.entry }));
  const editor = await debugging(front.url);
  expect(state.isLaunched).toBe(false);
  await editor.send('Runtime.runIfWaitingForDebugger');
  await pausedAtStart(editor, first);
  await editor.send('Debugger.resume');
  expect(await first.heard()).toBe('loaded');

  // The editor will not say it again.
  const second = await startInspected(project, file);
  launchWhenFollowed(second, front.follow(second.inspectorUrl, { breakIn: second.entry }));
  await pausedAtStart(editor, second);
  await editor.send('Debugger.resume');
  expect(await second.heard()).toBe('loaded');
  expect(editor.events.filter(({ method }) => method === 'Debugger.breakpointResolved')).toEqual([]);
});

test('a breakpoint of the editor on the first line does not make two stops of one', async () => {
  const project = await tempProject(FILES);
  const front = await openFront();
  const app = await startInspected(project, 'common.cjs');
  const editor = await debugging(front.url);
  const { breakpointId } = await editor.send('Debugger.setBreakpointByUrl', { url: app.entry, lineNumber: 1, columnNumber: 0 });
  await editor.send('Runtime.runIfWaitingForDebugger');
  launchWhenFollowed(app, front.follow(app.inspectorUrl, { breakIn: app.entry }));
  expect(await editor.next('Debugger.paused')).toMatchObject({ hitBreakpoints: [breakpointId] });
  await editor.send('Debugger.resume');
  expect(await app.heard()).toBe('loaded');
});

test('what an editor says in one breath is set before the app runs', async () => {
  const project = await tempProject(FILES);
  const front = await openFront();
  const app = await startInspected(project, 'esm.mjs');
  launchWhenFollowed(app, front.follow(app.inspectorUrl, { breakIn: app.entry }));
  const editor = await attachEditor(front.url);
  await Promise.all([editor.send('Debugger.enable'), editor.send('Runtime.enable'), editor.send('Runtime.runIfWaitingForDebugger')]);
  await pausedAtStart(editor, app);
});

test('nobody waits for a process that has been superseded, whose start was given up, or that has died', async () => {
  const project = await tempProject(FILES);
  const front = await openFront();
  const app = await startInspected(project, 'esm.mjs');
  const superseded = front.follow(app.inspectorUrl, { breakIn: app.entry });
  const abandon = new AbortController();
  const abandoned = front.follow(app.inspectorUrl, { breakIn: app.entry, signal: abandon.signal });
  await superseded;
  abandon.abort();
  await abandoned;
  const editor = await debugging(front.url);
  const dying = front.follow(app.inspectorUrl, { breakIn: app.entry });
  await editor.send('Runtime.evaluate', { expression: '1' });
  app.kill();
  await dying;
});

test('closing the front ends the wait, and the sessions', async () => {
  const project = await tempProject(FILES);
  const front = await openFront();
  const app = await startInspected(project, 'esm.mjs');
  const editor = await attachEditor(front.url);
  const followed = front.follow(app.inspectorUrl, { breakIn: app.entry });
  await front.close();
  await followed;
  expect(await editor.closed).toBe(1001);
});
