import { MewsError } from '../../foundation/errors/mews-error.ts';
import type { AppEvent } from '../../foundation/events/event.ts';
import { isAppNews } from '../../foundation/events/is-app-news.ts';
import type { ProcessExit } from '../../foundation/process/start-process.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import { crashError } from './crash-error.ts';
import { exitCodeOf } from './exit-code.ts';
import type { LaunchHost } from './launch-host.ts';
import { openBrowser } from './open-browser.ts';
import { reportListening } from './report-listening.ts';
import { type Registered, registerRunning } from './running/register-running.ts';
import { stopSignal } from './stop-signals.ts';

/** Milliseconds in which the first request is answered: what can wait leaves the processor to the app. */
const FIRST_ANSWER = 200;

/** Milliseconds after which an app that neither listens nor ends is taken for one that never listens. */
const LONGEST_START = 1000;

/** Follows one app process from its launch to its end, and tells of it. */
export interface AppFollower {
  readonly onEvent: (event: AppEvent) => void;
  /** Resolves when the start is over: the app had time for a first answer, its entry is loaded, it has ended, or a second has passed. */
  readonly started: Promise<void>;
  /** The process was told to load the app: the clock of "started in" starts. */
  launched(): void;
  /** The exit code of the launch; throws what kept the app from starting. */
  ended(exit: ProcessExit): number;
}

export function followApp(plan: LaunchPlan, host: LaunchHost): AppFollower {
  let launchedAt = performance.now();
  let started = false;
  let settle: () => void = () => undefined;
  let crash: Extract<AppEvent, { type: 'crashed' }> | undefined;
  let startFailure: MewsError | undefined;
  let registered: Registered | undefined;

  const register = (addresses: readonly string[]): void => {
    registered = registerRunning({ plan, addresses, env: host.env }, registered);
  };
  const onEvent = (event: AppEvent): void => {
    if (event.type === 'listening') reportListening(event, plan, host);
    else if (isAppNews(event)) host.report(event);
    if (event.type === 'crashed') crash = event;
    if (event.type === 'startFailed') startFailure = new MewsError(event.error);
    if (event.type === 'loaded') settle();
    if (event.type !== 'listening' || started) return;
    started = true;
    setTimeout(settle, FIRST_ANSWER).unref();
    reportStarted(plan, host, (performance.now() - launchedAt) / 1000);
    void openBrowser(plan, { host, addresses: event.addresses });
    register(event.addresses);
  };
  return {
    onEvent,
    started: new Promise((resolve) => void (settle = resolve)),
    launched: () => {
      launchedAt = performance.now();
      register([]);
      setTimeout(settle, LONGEST_START).unref();
    },
    ended: (exit) => {
      settle();
      registered?.forget();
      const exitCode = exitCodeOf(exit, stopSignal(host.stop));
      if (startFailure) throw startFailure;
      if (crash && !started) host.report({ type: 'error', error: crashError(crash, { exitCode, mewsRoot: host.mewsRoot }).toJSON() });
      host.report({ type: 'exited', exitCode, signal: exit.signal });
      return exitCode;
    },
  };
}

/** Printed once, after the first address: by then the app can be used. */
function reportStarted(plan: LaunchPlan, { report }: Pick<LaunchHost, 'report'>, seconds: number): void {
  report({ type: 'started', seconds, environment: plan.environmentName.value, contentRoot: plan.workingDirectory.value });
}
