import { fork } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { TempProject } from './temp-project.ts';
import { cleanEnvironment } from './run-mews.ts';

/** An app process as the launcher starts it: it has told where its inspector listens, and waits for the word to load the app. */
export interface InspectedProcess {
  readonly inspectorUrl: string;
  /** File URL of the app's entry. */
  readonly entry: string;
  /** The word to go on. */
  launch(): void;
  /** A message to the app. */
  say(message: string): void;
  /** The next message of the app that nobody has waited for yet. */
  heard(): Promise<unknown>;
  kill(): void;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }>;
}

/** What the app host does, as far as a debugger is concerned. */
const HOST = `
import inspector from 'node:inspector';
process.send({ inspectorUrl: inspector.url() });
await new Promise((resolve) => process.once('message', resolve));
`;

/** Starts `entry` of a project, by file name; killed when the test ends. */
export async function startInspected(project: TempProject, entry: string): Promise<InspectedProcess> {
  project.write('host.mjs', HOST);
  const execArgv = ['--inspect=127.0.0.1:0', '--inspect-publish-uid=http', '--import', pathToFileURL(project.path('host.mjs')).href];
  const child = fork(project.path(entry), { execArgv, env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = once(child, 'close').then(([code, signal]) => ({ code: code as number | null, signal: signal as string | null, stderr }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const [{ inspectorUrl }] = (await once(child, 'message')) as [{ inspectorUrl: string }];
  const heard: unknown[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  child.on('message', (message) => {
    const listener = listeners.shift();
    if (listener) listener(message);
    else heard.push(message);
  });
  return {
    inspectorUrl,
    entry: pathToFileURL(project.path(entry)).href,
    launch: () => void child.send('launch'),
    say: (message) => void child.send(message),
    heard: () => new Promise((resolve) => (heard.length > 0 ? resolve(heard.shift()) : listeners.push(resolve))),
    kill: () => void child.kill('SIGKILL'),
    exited,
  };
}
