import type { AnswerSettings, FrontSettings } from '../../../foundation/events/module-settings.ts';
import { KestrelOptions } from '../../application/kestrel-options.ts';
import { answerApplication } from '../../application/module-answer/answer-application.ts';
import type { RunningApplication, ServerConfiguration } from '../../application/host.ts';
import type { ModuleProcess } from '../../application/module-process.ts';
import type { Server } from '../../application/server.ts';
import { startApplication } from '../../application/start-application.ts';
import { FrontApplication } from './front-application.ts';

export interface ServedModule {
  readonly running: RunningApplication;
  readonly module: ModuleProcess;
}

/** Serves what a process without an app is there for. `root`: the folder that failures name files relative to. Errors: those of `createServer` and `Server.start`. */
export async function serveModule(settings: FrontSettings | AnswerSettings, { createServer, root }: { readonly createServer: (configuration: ServerConfiguration) => Promise<Server>; readonly root: string }): Promise<ServedModule> {
  const server = await createServer({ kestrel: edgeOptions() });
  return settings.role === 'front' ? serveFront(settings, { server, root }) : serveAnswers(settings, { server, root });
}

async function serveFront(settings: FrontSettings, { server, root }: { readonly server: Server; readonly root: string }): Promise<ServedModule> {
  const front = new FrontApplication(settings, root);
  const running = await startApplication(server, front.application);
  return { running, module: { obey: (command) => command.type === 'upstreams' && front.lead(command.upstreams) } };
}

async function serveAnswers(settings: AnswerSettings, { server, root }: { readonly server: Server; readonly root: string }): Promise<ServedModule> {
  let { answer } = settings;
  const running = await startApplication(server, answerApplication(() => answer, root));
  const obey: ModuleProcess['obey'] = (command) => {
    if (command.type === 'answer') ({ answer } = command);
  };
  return { running, module: { obey } };
}

/** The app's own limit of a body counts, and its Server header goes on. */
function edgeOptions(): KestrelOptions {
  const options = new KestrelOptions();
  options.addServerHeader = false;
  options.limits.maxRequestBodySize = null;
  return options;
}
