import type { HostCommand, HostSettings, WatchSettings } from '../../../foundation/events/event.ts';
import type { SentHandle } from '../../../foundation/events/sent-handle.ts';
import type { StatusReport } from '../../../foundation/events/status-report.ts';
import type { RawHandle } from '../../../foundation/transport/raw-handle.ts';
import type { HttpContext } from '../../http/http-context.ts';
import type { NodeHttpFeature } from '../../http/node-http-feature.ts';
import { BrowserRefresh } from '../browser-refresh/browser-refresh.ts';
import { refreshNodeServer, withNodeBrowserRefresh } from '../browser-refresh/refresh-node-server.ts';
import { withBrowserRefresh } from '../browser-refresh/with-browser-refresh.ts';
import type { RunningApplication } from '../host.ts';
import type { HttpApplication } from '../http-application.ts';
import type { LauncherChannel } from '../launcher-channel.ts';
import type { OwnServer } from '../own-listen/own-server.ts';
import { statusApplication } from '../status/status-application.ts';
import { followFiles } from '../watched/follow-files.ts';
import { Activation } from './activation.ts';
import { followServer, type FollowedServer } from './followed-server.ts';
import { lendListens } from './lent-listen.ts';
import { processActivity } from './process-activity.ts';
import { retireProcess } from './retire-process.ts';

type Command = Exclude<HostCommand, { type: 'launch' | 'prepare' | 'shutdown' | 'answer' | 'upstreams' }>;

/** A process whose listening sockets are the launcher's, and which makes way for another one when it is told to. */
export class ProcessUnderActivation {
  readonly #activation: Activation;
  readonly #send: LauncherChannel['send'];
  readonly #followed: FollowedServer[] = [];
  readonly #refresh: BrowserRefresh | undefined;
  #report: StatusReport | undefined;

  /** Before anything of the app is loaded. */
  constructor({ activation = { mode: 'inherit', sockets: [] }, watch, status }: HostSettings, send: LauncherChannel['send']) {
    this.#activation = new Activation(activation, send);
    this.#send = send;
    this.#report = status;
    this.#refresh = watch?.refreshBrowser ? refreshOf(watch, send) : undefined;
    lendListens(this.#activation);
    if (watch && !status) followFiles(watch.root, send);
  }

  obey(command: Command, { handle, running }: { readonly handle: SentHandle | undefined; readonly running: RunningApplication | undefined }): void {
    if (command.type === 'release') this.#makeWay(command, running);
    else if (command.type === 'refresh') this.#refresh?.send(command.message);
    else if (command.type === 'status') this.#tell(command.report);
    else if (command.type === 'tellActivity') this.#send({ type: 'activity', ...processActivity(running, this.#followed) });
    else this.#activation.obey(command, handle as RawHandle | undefined);
  }

  /** A server of the app's own is about to listen. */
  follow(server: OwnServer): void {
    if (this.#followed.some((known) => known.server === server)) return;
    this.#followed.push(followServer(server as FollowedServer['server']));
    if (this.#refresh) refreshNodeServer(server, this.#refresh);
  }

  /** An application that mews serves, with what the host wants around it. */
  dress<Context>(application: HttpApplication<Context>): HttpApplication<Context> {
    if (!this.#refresh || this.#report) return application;
    const dressed = application.usesNodeHttp
      ? withNodeBrowserRefresh(application as unknown as HttpApplication<NodeHttpFeature>, this.#refresh)
      : withBrowserRefresh(application as unknown as HttpApplication<HttpContext>, this.#refresh);
    return dressed as unknown as HttpApplication<Context>;
  }

  /** What is served in place of an app; undefined in the process of an app. */
  get statusApplication(): HttpApplication<HttpContext> | undefined {
    const refresh = this.#refresh;
    const report = this.#report;
    return refresh && report && statusApplication(() => this.#report ?? report, refresh);
  }

  #makeWay(release: Extract<Command, { type: 'release' }>, running: RunningApplication | undefined): void {
    void retireProcess({ activation: this.#activation, running, followed: this.#followed, send: this.#send }, release);
    // Pages connect again: that is accepted by the successor.
    this.#refresh?.close();
  }

  #tell(report: StatusReport): void {
    this.#report = report;
    this.#refresh?.send({ type: 'showReport', report });
  }
}

function refreshOf({ generation, root }: WatchSettings, send: LauncherChannel['send']): BrowserRefresh {
  return new BrowserRefresh({ generation, root, warn: (text) => send({ type: 'appWarning', text }) });
}
