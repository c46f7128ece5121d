import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { repository } from './run-mews.ts';

/** A breakpoint as an editor sets it: on a line of a source, counted from 1. */
export interface SourceBreakpoint {
  /** The end of the source's path: `src/app.ts`. */
  readonly source: string;
  readonly line: number;
}

/** A process that stands at a breakpoint. */
export interface Pause {
  readonly at: SourceBreakpoint;
  resume(): Promise<void>;
}

/** A debugger as VS Code has it: it attaches to every Node process that is started with `env`. */
export interface Debugger {
  readonly env: Record<string, string>;
  /** The next stop at a breakpoint. */
  readonly paused: () => Promise<Pause>;
}

interface Position {
  readonly lineNumber: number;
  readonly columnNumber: number;
}

interface Script {
  readonly url: string;
  readonly map: SourceMap;
}

/** Listens for processes to attach to, and sets the breakpoints in every script whose source map knows their sources. */
export async function startDebugger(breakpoints: readonly SourceBreakpoint[]): Promise<Debugger> {
  const pauses: Pause[] = [];
  let wake: () => void = () => undefined;
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
    socket.once('end', () => {
      const { url } = JSON.parse(text) as { url: string };
      void attach(url, breakpoints, (pause) => {
        pauses.push(pause);
        wake();
      });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const paused = async (): Promise<Pause> => {
    for (;;) {
      const pause = pauses.shift();
      if (pause) return pause;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const bootloader = join(repository, 'test/fixtures/debugger/bootloader.cjs');
  return { env: { NODE_OPTIONS: `--require "${bootloader}" --inspect-publish-uid=http`, TEST_DEBUGGER_PORT: String((server.address() as AddressInfo).port) }, paused };
}

/** The Chrome DevTools Protocol with one process (https://chromedevtools.github.io/devtools-protocol/v8/Debugger/). */
async function attach(url: string, breakpoints: readonly SourceBreakpoint[], onPause: (pause: Pause) => void): Promise<void> {
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const scripts = new Map<string, Script>();
  const set = new Map<string, SourceBreakpoint>();
  const answers = new Map<number, (result: Record<string, unknown>) => void>();
  let last = 0;
  const send = (method: string, params: object = {}): Promise<Record<string, unknown>> =>
    new Promise((resolve) => {
      answers.set(++last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  const resume = async (): Promise<void> => void (await send('Debugger.resume'));

  const beforeScript = async (scriptId: string): Promise<void> => {
    const script = scripts.get(scriptId);
    for (const breakpoint of script ? breakpoints : []) {
      const position = script && generatedPosition(script.map, breakpoint);
      if (!position) continue;
      const { breakpointId } = await send('Debugger.setBreakpoint', { location: { scriptId, ...position } });
      set.set(String(breakpointId), breakpoint);
    }
    await resume();
  };
  socket.on('message', (data) => {
    const { id, result, method, params } = JSON.parse(String(data)) as { id?: number; result?: Record<string, unknown>; method?: string; params?: Record<string, never> };
    if (id !== undefined) answers.get(id)?.(result ?? {});
    // At its end a process waits for the debugger to let go.
    else if (method === 'NodeRuntime.waitingForDisconnect' || method === 'Runtime.executionContextDestroyed') socket.close();
    else if (method === 'Debugger.scriptParsed') remember(params as never, scripts);
    else if (method === 'Debugger.paused') {
      const { reason, data: about, hitBreakpoints = [] } = params as unknown as { reason: string; data?: { scriptId: string }; hitBreakpoints?: string[] };
      const at = hitBreakpoints.map((hit) => set.get(hit)).find((found) => found !== undefined);
      if (at) onPause({ at, resume });
      else if (reason === 'instrumentation' && about) void beforeScript(about.scriptId);
      else void resume();
    }
  });
  await send('Runtime.enable');
  await send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true });
  await send('Debugger.enable');
  // `pauseForSourceMap`: each script with a source map waits for its breakpoints.
  await send('Debugger.setInstrumentationBreakpoint', { instrumentation: 'beforeScriptWithSourceMapExecution' });
  await send('Runtime.runIfWaitingForDebugger');
}

function remember({ scriptId, url, sourceMapURL }: { scriptId: string; url: string; sourceMapURL?: string }, scripts: Map<string, Script>): void {
  if (!sourceMapURL || !url.startsWith('file:') || url.includes('/node_modules/')) return;
  const text = sourceMapURL.startsWith('data:') ? Buffer.from(sourceMapURL.slice(sourceMapURL.indexOf(',') + 1), 'base64').toString() : readFileSync(fileURLToPath(new URL(sourceMapURL, url)), 'utf8');
  scripts.set(scriptId, { url, map: new SourceMap(JSON.parse(text) as ConstructorParameters<typeof SourceMap>[0]) });
}

/** Where in a script the code of a source's line begins. */
function generatedPosition(map: SourceMap, { source, line }: SourceBreakpoint): Position | undefined {
  for (let lineNumber = 0; lineNumber < map.payload.mappings.split(';').length; lineNumber++) {
    for (let columnNumber = 0; columnNumber < 200; columnNumber++) {
      const entry = map.findEntry(lineNumber, columnNumber);
      if (!('originalSource' in entry) || entry.generatedLine !== lineNumber) continue;
      if (entry.originalSource.endsWith(source) && entry.originalLine === line - 1) return { lineNumber, columnNumber: entry.generatedColumn };
    }
  }
  return undefined;
}
