/**
 * The door of the app process: `node --import dist/app-host.js <entry>` with an IPC channel to the launcher. It waits for
 * the launcher's word, lets Node load the entry as the main module, and then serves what the entry exports, or reports
 * where the app listens by itself. What is loaded here every app pays for: the rest is imported when it is needed.
 */
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { MewsError, mewsError } from './foundation/errors/mews-error.ts';
import type { HostCommand, HostSettings, PrepareCommand } from './foundation/events/event.ts';
import type { AnswerSettings, FrontSettings } from './foundation/events/module-settings.ts';
import type { SentHandle } from './foundation/events/sent-handle.ts';
import type { AppSettings } from './hosting/application/configuration/app-settings.ts';
import type { ConfigurationSection } from './hosting/application/configuration/configuration-section.ts';
import { crashReport } from './hosting/application/crash-report.ts';
import { publishLauncherHost, type RunningApplication, type ServerConfiguration } from './hosting/application/host.ts';
import { LauncherChannel } from './hosting/application/launcher-channel.ts';
import { startBuildForSource } from './hosting/application/own-build.ts';
import { OwnListen } from './hosting/application/own-listen/own-listen.ts';
import { plannedAddresses } from './hosting/application/own-listen/planned-addresses.ts';
import type { OwnServer } from './hosting/application/own-listen/own-server.ts';
import type { ForeignApp } from './hosting/application/serve-foreign-app.ts';
import type { Server } from './hosting/application/server.ts';
import type { ModuleProcess } from './hosting/application/module-process.ts';
import { replaceOwnImport } from './hosting/application/own-import.ts';
import type { ProcessUnderActivation } from './hosting/application/activation/process-under-activation.ts';

type Signal = 'SIGINT' | 'SIGTERM';

/** Milliseconds that requests in flight are given at shutdown: less than the launcher's patience. */
const DRAIN = 4000;
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const;

/** What is going on in this process. */
interface State {
  readonly channel: LauncherChannel;
  /** The folder the launch chose; the app may go elsewhere. */
  readonly contentRoot: string;
  ownListen?: OwnListen;
  running?: RunningApplication;
  /** The listening sockets are the launcher's. */
  activated?: ProcessUnderActivation;
  /** What is served in place of an app: the hosting module's front, or an answer. */
  module?: ModuleProcess;
  /** What the launcher has said to it before it was there. */
  readonly unheard: Parameters<ModuleProcess['obey']>[0][];
  /** Keeps an app's own server to requests of the hosting module. */
  guard?: ((server: OwnServer) => void) | undefined;
  /** True while what runs is an export of the app that its own `listen()` may still replace. */
  isReplaceable?: boolean;
  isStopping?: boolean;
}

/** By this an app host knows that the app has started it, and not the launcher. */
const IN_FORK = '?fork';

// Workers, and processes that the app forks, inherit `--import`; their channel is the app's.
if (import.meta.url.endsWith(IN_FORK)) await hostFork();
else if (isMainThread && process.send && process.env['NODE_UNIQUE_ID'] === undefined) await hostApp();

/** A process that an app behind the hosting module has forked. */
async function hostFork(): Promise<void> {
  const { guardForkedServers } = await import('./hosting/servers/module/guard-forked-servers.ts');
  guardForkedServers(process.env, { stop: () => void process.kill(process.ppid, 'SIGTERM'), warn: (text) => console.error(`warning: ${text}`) });
}

async function hostApp(): Promise<void> {
  const state: State = { contentRoot: process.cwd(), unheard: [], channel: new LauncherChannel(process, (command, handle) => obey(state, command, handle)) };
  const settings = await state.channel.launch;
  process.argv[1] = settings.sourceEntry;
  const built = fileURLToPath(settings.entry);
  if (built !== settings.sourceEntry) startBuildForSource(settings.sourceEntry, built);
  reportCrashes(state);
  if (settings.resolveMews) {
    const { shareFramework } = await import('./hosting/application/shared-framework.ts');
    shareFramework(new URL('./index.js', import.meta.url).href);
  }
  if (settings.activation) await activate(state, settings);
  const isPaired = !settings.module && Boolean(process.env['MEWS_TOKEN'] || process.env['ASPNETCORE_TOKEN']);
  replaceOwnImport(process.execArgv, [import.meta.url, fileURLToPath(import.meta.url)], isPaired ? import.meta.url + IN_FORK : undefined);
  if (settings.module || isPaired) await guardOwnServers(state, settings);
  state.ownListen = new OwnListen({
    addresses: await plannedAddresses(settings),
    report: (event) => state.channel.send(event),
    beforeListen: (server) => beforeOwnListen(state, server),
  });
  publish(state, settings);
  state.channel.release();
  // By then Node has begun to load the entry as the main module: this import joins it.
  setImmediate(() => void serveExports(state, settings));
}

/** Behind the hosting module, servers of the app's own, too, have only requests that have come through it. */
async function guardOwnServers(state: State, settings: HostSettings): Promise<void> {
  const { ownServerGuard } = await import('./hosting/servers/module/own-server-guard.ts');
  state.guard = ownServerGuard({ settings, env: process.env, host: { stop: () => stopOnce(state), warn: (text) => state.channel.send({ type: 'appWarning', text }) } });
}

async function activate(state: State, settings: HostSettings): Promise<void> {
  const { ProcessUnderActivation } = await import('./hosting/application/activation/process-under-activation.ts');
  state.activated = new ProcessUnderActivation(settings, state.channel.send.bind(state.channel));
}

/** What the launcher says besides the word to load the app. */
function obey(state: State, command: Exclude<HostCommand, { type: 'launch' }>, handle: SentHandle | undefined): void {
  if (command.type === 'shutdown') void shutdown(state, command);
  else if (command.type === 'prepare') void prepare(state, command);
  else if (command.type === 'answer' || command.type === 'upstreams') void (state.module ? state.module.obey(command) : state.unheard.push(command));
  else state.activated?.obey(command, { handle, running: state.running });
}

/** While the app is being built: its process loads what it will need. */
async function prepare({ channel }: State, command: PrepareCommand): Promise<void> {
  const { prepareLaunch } = await import('./hosting/application/activation/prepare-launch.ts');
  if (command.server === 'kestrel') void import('./hosting/servers/kestrel/kestrel-server.ts');
  if (process.execArgv.some((argument) => argument.startsWith('--inspect'))) await tellInspector(channel);
  const refused = await prepareLaunch(command, (event) => channel.send(event));
  if (refused === undefined) channel.send({ type: 'prepared' });
  else channel.send({ type: 'startFailed', error: refused.toJSON() }, () => process.exit(1));
}

/** Before anything of the app is loaded: where a debugger finds this process. */
async function tellInspector(channel: LauncherChannel): Promise<void> {
  const { url } = await import('node:inspector');
  channel.send({ type: 'inspectorOpened', url: url() ?? '' });
}

function reportCrashes({ channel }: State): void {
  process.on('uncaughtExceptionMonitor', (error: unknown, origin) => {
    const isHandled = process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback();
    if (!isHandled) channel.send(crashReport(error, origin));
  });
}

/** What WebApplications in this process, of whichever copy of mews, find their server and addresses by. */
function publish(state: State, settings: HostSettings): void {
  publishLauncherHost({
    environment: settings.environment,
    env: process.env,
    contentRoot: state.contentRoot,
    isInProcess: settings.module?.role === 'worker',
    stop: () => stopOnce(state),
    logError: (error) => console.error(error),
    warn: (text) => state.channel.send({ type: 'appWarning', text }),
    ...(settings.isDetailed && { logDebug: (text: string) => state.channel.send({ type: 'appDetail', text }) }),
    loadSettings: () => loadSettings(state, settings),
    claim: () => state.ownListen?.leaveAlone(),
    createServer: (configuration) => createServer(state, { settings, configuration }),
    serving: (application) => {
      state.running = application;
      state.channel.send({ type: 'listening', addresses: application.addresses, by: 'server' });
    },
  });
}

/** A server that cannot be made or started ends the process: the addresses are the launcher's business, not the app's. */
async function createServer(state: State, { settings, configuration }: { settings: HostSettings; configuration?: ServerConfiguration | undefined }): Promise<Server> {
  const failed = (error: unknown): Promise<never> => failToStart(state, error);
  const [{ createHostServer }, appSettings] = await Promise.all([import('./hosting/servers/host-server.ts'), openAppSettings(state, settings)]);
  return createHostServer({
    settings,
    configuration,
    appSettings,
    env: process.env,
    directory: process.cwd(),
    send: (event) => state.channel.send(event),
    logError: (error) => console.error(error),
    around: (start) => ownStart(state, start).catch(failed),
    dress: (application) => state.activated?.dress(application) ?? application,
  }).catch(failed);
}

/** Broken settings are a user's error, and end the start like one. */
async function loadSettings(state: State, settings: HostSettings): Promise<ConfigurationSection> {
  const appSettings = await openAppSettings(state, settings);
  return appSettings.load().catch((error: unknown) => failToStart(state, error));
}

async function openAppSettings({ contentRoot }: State, settings: HostSettings): Promise<AppSettings> {
  const { openSettings } = await import('./hosting/application/configuration/open-settings.ts');
  return openSettings(settings, { contentRoot, env: process.env });
}

function ownStart({ ownListen }: State, start: () => Promise<void>): Promise<void> {
  return ownListen ? ownListen.whileServerStarts(start) : start();
}

/** Errors of ours end the process with exit code 1; anything else is a crash like any other. */
function failToStart({ channel }: State, error: unknown): Promise<never> {
  if (!(error instanceof MewsError)) return Promise.reject(error);
  return new Promise(() => channel.send({ type: 'startFailed', error: error.toJSON() }, () => process.exit(1)));
}

async function serveExports(state: State, settings: HostSettings): Promise<void> {
  if (settings.status) return serveStatus(state, settings);
  if (settings.module && settings.module.role !== 'worker') return serveModuleProcess(state, { settings, module: settings.module });
  let namespace: object;
  try {
    namespace = await import(settings.entry);
  } catch {
    return; // Node says so itself: it is the main module.
  }
  if (state.running || state.isStopping) return;
  const { identifyApp } = await import('./hosting/application/identify-app.ts');
  const identified = identifyApp(namespace);
  if (identified.kind === 'webApplication') return identified.app.start();
  if (state.ownListen?.wasCalled) return;
  if (identified.kind === 'fetch' || identified.kind === 'listener') return serveForeign(state, { settings, identified });
  state.channel.send({ type: 'loaded' });
  await followCluster(state);
  if (identified.kind === 'unknown') warnAtEnd(state, { entry: settings.sourceEntry, found: identified.found });
}

/** There is no app that works: the status host says so. */
async function serveStatus(state: State, settings: HostSettings): Promise<void> {
  const application = state.activated?.statusApplication;
  if (!application) return;
  const { startApplication } = await import('./hosting/application/start-application.ts');
  state.running = await startApplication(await createServer(state, { settings }), application);
  state.channel.send({ type: 'listening', addresses: state.running.addresses, by: 'server' });
}

/** There is no app in this process: it is the hosting module's front, or answers in the place of the app. */
async function serveModuleProcess(state: State, { settings, module }: { settings: HostSettings; module: FrontSettings | AnswerSettings }): Promise<void> {
  const { serveModule } = await import('./hosting/servers/module/serve-module.ts');
  const served = await serveModule(module, { createServer: (configuration) => createServer(state, { settings, configuration }), root: process.cwd() });
  state.module = served.module;
  for (const command of state.unheard.splice(0)) served.module.obey(command);
  state.running = served.running;
  state.channel.send({ type: 'listening', addresses: served.running.addresses, by: 'server' });
}

/** Looked at only here, where nothing listens yet: an app that has no cluster must not wait for Node to load it. */
async function followCluster({ channel }: State): Promise<void> {
  const { reportClusterListening } = await import('./hosting/application/own-listen/cluster-listen.ts');
  reportClusterListening((event) => channel.send(event));
}

async function serveForeign(state: State, { settings, identified }: { settings: HostSettings; identified: ForeignApp }): Promise<void> {
  const { serveForeignApp } = await import('./hosting/application/serve-foreign-app.ts');
  const running = await serveForeignApp(identified, await createServer(state, { settings }));
  if (state.ownListen?.wasCalled) return void running.stop(DRAIN);
  state.running = running;
  state.isReplaceable = true;
  state.channel.send({ type: 'listening', addresses: running.addresses, by: 'server' });
}

/** A program may export what it likes; only one that ends without ever having listened was probably meant to be served. */
function warnAtEnd(state: State, params: { entry: string; found: string }): void {
  process.once('beforeExit', () => {
    if (state.running || state.ownListen?.wasCalled) return;
    const { message, hint } = mewsError('nothingToServe', params);
    state.channel.send({ type: 'appWarning', text: `${message} ${hint}` });
  });
}

/** An app that exports itself and listens later, when its database is there: its own server takes the addresses over. */
function beforeOwnListen(state: State, server: OwnServer): void {
  state.activated?.follow(server);
  state.guard?.(server);
  if (!state.isReplaceable) return;
  state.isReplaceable = false;
  void state.running?.stop(DRAIN);
  delete state.running;
}

/** Graceful once; the second command ends the process now. */
async function shutdown(state: State, { signal, deadline = DRAIN }: { signal: Signal; deadline?: number }): Promise<void> {
  if (state.isStopping) process.exit(128 + SIGNAL_NUMBERS[signal]);
  state.isStopping = true;
  const isHandled = process.listenerCount(signal) > 0;
  // As Node calls them: with the name and the number.
  if (isHandled) (process as NodeJS.EventEmitter).emit(signal, signal, SIGNAL_NUMBERS[signal]);
  if (state.running) {
    await stopRunning(state, { running: state.running, deadline });
    process.exit(process.exitCode ?? 0);
  }
  if (isHandled) return;
  if (state.ownListen?.isListening) await atMost(deadline, state.ownListen.close());
  process.exit(128 + SIGNAL_NUMBERS[signal]);
}

/** The module in front tells the app to stop, maybe more than once: that is no reason to hurry. */
function stopOnce(state: State): void {
  if (!state.isStopping) void shutdown(state, { signal: 'SIGTERM' });
}

/** A service of the app that fails to stop does not keep the process: it is said, and the exit code says so, too. */
async function stopRunning({ channel }: State, { running, deadline }: { running: RunningApplication; deadline: number }): Promise<void> {
  try {
    const summary = await running.stop(deadline);
    if (summary && summary.cut > 0) channel.send({ type: 'appWarning', text: `Requests in flight that were cut, for they took longer than ${deadline / 1000} s: ${summary.cut}.` });
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
}

function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  return Promise.race([work, new Promise<void>((resolve) => setTimeout(resolve, milliseconds))]);
}
