import { writeFileSync } from 'node:fs';
import { startMews, type MewsJsonEvent, type MewsOptions, type RunningMews } from './run-mews.ts';
import { tempProject, type TempProject } from './temp-project.ts';

export const MODELS = ['inprocess', 'outofprocess'] as const;
export type Model = (typeof MODELS)[number];

/** A `mews run --format json` behind the hosting module. */
export interface ModuleMews extends RunningMews {
  /** Its first address. */
  readonly url: string;
  /** All of them. */
  readonly urls: readonly string[];
  /** The processes of the app so far. */
  readonly workers: () => readonly number[];
  /** Resolves with the `count`th event of a type. */
  readonly nth: (type: string, count: number) => Promise<MewsJsonEvent>;
}

/** Starts it, and waits until it listens: the app has not started then. */
export async function startBehindModule(project: TempProject, args: readonly string[], options: MewsOptions = {}): Promise<ModuleMews> {
  const urls = args.includes('--urls') || args.includes('-lp') ? [] : ['--urls', 'http://127.0.0.1:0'];
  const mews = startMews(['run', '--format', 'json', ...urls, ...args], { cwd: project.root, ...options });
  const { addresses } = (await mews.event('listening')) as unknown as { addresses: readonly [string] };
  return {
    ...mews,
    url: addresses[0],
    urls: addresses,
    workers: () => mews.events().filter(({ type }) => type === 'workerStarted').map(({ pid }) => Number(pid)),
    nth: (type, count) => mews.eventually(() => mews.events().filter((event) => event.type === type)[count - 1]),
  };
}

/** An app that listens by itself and tells what it is asked for. */
export const PLAIN = `import { createServer } from 'node:http';
createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://app');
  if (pathname === '/pid') response.end(String(process.pid));
  else if (pathname === '/peer') response.end(request.socket.remotePort + ' ' + request.headers['x-forwarded-for']);
  else if (pathname === '/exit') process.exit(3);
  else if (pathname === '/crash') throw new Error('the app crashes');
  else if (pathname === '/slow') setTimeout(() => response.end('slow ' + process.pid), 500);
  else if (pathname === '/env') response.end(JSON.stringify(process.env));
  else if (pathname === '/headers') response.end(JSON.stringify(request.headers));
  else if (pathname === '/size') { let size = 0; request.on('data', (chunk) => (size += chunk.length)).on('end', () => response.end(String(size))); }
  else response.end('v0');
}).listen(3000);
`;

/** A project with one plain program, and `module` as the settings of the profile that is chosen by default. */
export async function modularProject(model: Model, { main = PLAIN, module = {}, files = {} }: { readonly main?: string; readonly module?: object; readonly files?: Record<string, string | object> } = {}): Promise<TempProject> {
  return tempProject({ 'package.json': { name: 'app', type: 'module' }, 'main.js': main, 'Properties/launchSettings.json': settingsOf(model, module), ...files });
}

export function settingsOf(model: Model, module: object, profile: object = {}): object {
  return { profiles: { app: { commandName: 'Project', hostingModel: model, module, environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Development' }, ...profile } } };
}

/** As an editor saves it. */
export function save(project: TempProject, file: string, content: string | object): void {
  writeFileSync(project.path(file), typeof content === 'string' ? content : JSON.stringify(content));
}

/** A request on a connection of its own. */
export async function ask(url: string, init: RequestInit = {}): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
  const response = await fetch(url, { ...init, headers: { Connection: 'close', ...init.headers } });
  return { status: response.status, text: await response.text(), headers: response.headers };
}
