import type { HostCommand, HostSettings } from '../../../foundation/events/event.ts';
import type { SentHandle } from '../../../foundation/events/sent-handle.ts';
import type { StatusReport } from '../../../foundation/events/status-report.ts';
import type { RawHandle } from '../../../foundation/transport/raw-handle.ts';
import type { HttpContext } from '../../http/http-context.ts';
import type { RunningApplication } from '../host.ts';
import type { HttpApplication } from '../http-application.ts';
import type { LauncherChannel } from '../launcher-channel.ts';
import type { OwnServer } from '../own-listen/own-server.ts';
import { followReads } from '../watched/follow-reads.ts';
import { Activation } from './activation.ts';
import { followServer, type FollowedServer } from './followed-server.ts';
import { lendListens } from './lent-listen.ts';
import { retireProcess } from './retire-process.ts';

type Command = Exclude<HostCommand, { type: 'launch' | 'prepare' | 'shutdown' }>;

/** A process whose listening sockets are the launcher's, and which makes way for another one when it is told to. */
export class ProcessUnderActivation {
  readonly #activation: Activation;
  readonly #send: LauncherChannel['send'];
  readonly #followed: FollowedServer[] = [];
  report: StatusReport | undefined;

  /** Before anything of the app is loaded. */
  static async begin(settings: HostSettings, send: LauncherChannel['send']): Promise<ProcessUnderActivation> {
    const { activation, watch } = settings;
    const process = new ProcessUnderActivation(new Activation(activation ?? { mode: 'inherit', sockets: [] }, send), send);
    if (watch) followReads(watch.root, (files) => send({ type: 'filesRead', files }));
    return process;
  }

  private constructor(activation: Activation, send: LauncherChannel['send']) {
    this.#activation = activation;
    this.#send = send;
    lendListens(activation);
  }

  obey(command: Command, { handle, running }: { readonly handle: SentHandle | undefined; readonly running: RunningApplication | undefined }): void {
    if (command.type === 'release') void retireProcess({ activation: this.#activation, running, followed: this.#followed, send: this.#send }, command);
    else if (command.type === 'status') this.report = command.report;
    else if (command.type !== 'refresh') this.#activation.obey(command, handle as RawHandle | undefined);
  }

  /** A server of the app's own is about to listen. */
  follow(server: OwnServer): void {
    if (this.#followed.some((known) => known.server === server)) return;
    this.#followed.push(followServer(server as FollowedServer['server']));
  }

  /** What the host puts around an application that mews serves. */
  dress<Context>(application: HttpApplication<Context>): HttpApplication<Context> {
    return application;
  }

  get statusApplication(): HttpApplication<HttpContext> | undefined {
    return undefined;
  }
}
