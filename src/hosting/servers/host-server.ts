import type { HostSettings } from '../../foundation/events/event.ts';
import type { AppSettings } from '../application/configuration/app-settings.ts';
import type { ServerConfiguration } from '../application/host.ts';
import type { HttpApplication } from '../application/http-application.ts';
import type { LauncherChannel } from '../application/launcher-channel.ts';
import type { Server, ServerOptions } from '../application/server.ts';
import { createServer } from './registry.ts';

export interface HostServerRequest {
  readonly settings: HostSettings;
  readonly configuration: ServerConfiguration | undefined;
  readonly appSettings: AppSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly send: LauncherChannel['send'];
  readonly logError: (error: unknown) => void;
  /** Runs the start of the server. */
  readonly around: (start: () => Promise<void>) => Promise<void>;
  /** Puts around the application what the host wants to be there. */
  readonly dress: <Context>(application: HttpApplication<Context>) => HttpApplication<Context>;
}

/** The server that the launch has chosen, on its addresses. Errors: those of the registry. */
export async function createHostServer(request: HostServerRequest): Promise<Server> {
  const { settings, configuration, appSettings, env, directory, send, logError, around, dress } = request;
  const worker = await loadWorker(settings);
  const made = await createServer(
    { name: settings.server, from: 'the launch plan', directory },
    {
      ...configuration,
      addresses: settings.urls.map(({ value }) => value),
      mayMove: settings.urls.every(({ isDefault }) => isDefault),
      mayRetire: settings.activation !== undefined,
      describeHolder,
      warn: (text) => send({ type: 'appWarning', text }),
      logInformation: (text) => send({ type: 'appNote', text }),
      ...(settings.isDetailed && { logDebug: (text: string) => send({ type: 'appDetail', text }) }),
      settings: appSettings,
      env,
      logError,
      supplyFeature: worker?.supplyFeature,
    },
  );
  const server = worker?.place(made) ?? made;
  const retire = server.retire?.bind(server);
  const activity = server.activity?.bind(server);
  return {
    features: server.features,
    start: (application) => around(() => server.start(dress(application))),
    stop: (deadline) => server.stop(deadline),
    ...(retire && { retire }),
    ...(activity && { activity }),
  };
}

async function describeHolder(port: number): Promise<string> {
  const { describePortHolder } = await import('../../foundation/process/port-holder.ts');
  return describePortHolder(port);
}

interface Worker {
  readonly supplyFeature: NonNullable<ServerOptions['supplyFeature']>;
  /** The server, as part of the site. */
  readonly place: (server: Server) => Server;
}

/** In-process hosting; undefined for everybody else. */
async function loadWorker({ module, watch }: HostSettings): Promise<Worker | undefined> {
  if (module?.role !== 'worker') return undefined;
  const { inProcessFeatures, inProcessServer } = await import('./module/in-process-server.ts');
  return { supplyFeature: inProcessFeatures(module), place: (server) => inProcessServer(server, module, { isWatched: watch !== undefined }) };
}
