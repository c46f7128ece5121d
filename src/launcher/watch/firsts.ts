import type { AppNews } from '../../foundation/events/event.ts';
import { openBrowser } from '../launch/open-browser.ts';
import { reportListening } from '../launch/report-listening.ts';
import { type Registered, registerRunning } from '../launch/running/register-running.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { WatchHost } from './watch-host.ts';

/** What is told once, however many versions there are: where the app listens, that it has started, its warnings; and the browser that is opened. */
export class Firsts {
  readonly #host: WatchHost;
  readonly #publicAddresses: () => readonly string[] | undefined;
  readonly #told = new Set<string>();
  #launchedAt = performance.now();
  #hasStarted = false;
  #registered: Registered | undefined;

  /** `addresses`: where clients reach the app, if not where it listens itself. */
  constructor(host: WatchHost, addresses: () => readonly string[] | undefined = () => undefined) {
    this.#host = host;
    this.#publicAddresses = addresses;
  }

  /** A version is told to load the app. */
  launched(plan: LaunchPlan): void {
    this.#launchedAt = performance.now();
    if (!this.#registered) this.#register(plan, []);
  }

  /** The watch ends. */
  close(): void {
    this.#registered?.forget();
  }

  hear(event: AppNews, plan: LaunchPlan): void {
    const { report } = this.#host;
    if (event.type === 'listening') this.#listening(event, plan);
    else if (event.type === 'appWarning' || event.type === 'appNote') this.#once(event.text, () => report(event));
    else report(event);
  }

  #listening(heard: Extract<AppNews, { type: 'listening' }>, plan: LaunchPlan): void {
    const { report } = this.#host;
    const event = { ...heard, addresses: this.#publicAddresses() ?? heard.addresses };
    const addresses = event.addresses.filter((address) => this.#once(address));
    if (addresses.length > 0) {
      reportListening({ ...event, addresses }, plan, this.#host);
      this.#register(plan, event.addresses);
    }
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    report({ type: 'started', seconds: (performance.now() - this.#launchedAt) / 1000, environment: plan.environmentName.value, contentRoot: plan.workingDirectory.value });
    void openBrowser(plan, { host: this.#host, addresses: event.addresses });
  }

  /** For `mews ps`. */
  #register(plan: LaunchPlan, addresses: readonly string[]): void {
    this.#registered = registerRunning({ plan, addresses, env: this.#host.env, command: 'watch' }, this.#registered);
  }

  /** Whether `text` is new. */
  #once(text: string, then: () => void = () => {}): boolean {
    if (this.#told.has(text)) return false;
    this.#told.add(text);
    then();
    return true;
  }
}
