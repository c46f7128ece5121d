import { fetchApplication } from './fetch-application.ts';
import type { RunningApplication } from './host.ts';
import type { IdentifiedApp } from './identify-app.ts';
import { nodeListenerApplication } from './node-listener-application.ts';
import type { Server } from './server.ts';
import { startApplication } from './start-application.ts';

export type ForeignApp = Extract<IdentifiedApp, { kind: 'fetch' | 'listener' }>;

/** Starts `server` with an app that is not ours: a fetch app or a Node listener. */
export async function serveForeignApp(identified: ForeignApp, server: Server): Promise<RunningApplication> {
  if (identified.kind === 'fetch') return startApplication(server, fetchApplication(identified.app));
  return startApplication(server, nodeListenerApplication(await identified.load()));
}
