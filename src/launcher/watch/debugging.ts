import { pathToFileURL } from 'node:url';
import type { AppProcess } from '../activation/app-process.ts';
import type { InspectorFront } from '../activation/inspector/open-inspector-front.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { WatchHost } from './watch-host.ts';

/** How a process is started that is debugged through the front: on a port of its own, which it tells us and nobody else. */
export const INNER_INSPECTOR = ['--inspect=127.0.0.1:0', '--inspect-publish-uid=http'] as const;

/** The debugger's side of a watch: one address for editors, and behind it the process that is about to load the app. */
export class Debugging {
  readonly #host: WatchHost;
  #front: { readonly address: string; readonly opened: Promise<InspectorFront> } | undefined;

  constructor(host: WatchHost) {
    this.#host = host;
  }

  /** Opens the front that the plan asks for, and closes one that it does not. Errors: addressInUse, bindFailed. */
  async prepare({ inspect: { value }, entry }: LaunchPlan): Promise<void> {
    if (this.#front?.address === value?.address) return;
    await this.close();
    if (!value) return;
    const { openInspectorFront } = await import('../activation/inspector/open-inspector-front.ts');
    const { readInspectAddress } = await import('../activation/inspector/read-inspect-address.ts');
    const opened = openInspectorFront({ ...readInspectAddress(value.address), script: entry.value ?? '', report: this.#host.report });
    this.#front = { address: value.address, opened };
    await opened;
  }

  /** Resolves when the process may load the app: the editors' breakpoints lie in it by then. */
  async follow(process: AppProcess, { inspect, output }: { readonly inspect: LaunchPlan['inspect']; readonly output: string }, signal: AbortSignal): Promise<void> {
    const front = await this.#front?.opened;
    if (!front) return;
    const url = await process.inspectorUrl;
    if (url === '') return;
    await front.follow(url, { signal, ...(inspect.value?.breakFirst && { breakIn: pathToFileURL(output).href }) });
  }

  async close(): Promise<void> {
    const front = this.#front;
    this.#front = undefined;
    await (await front?.opened.catch(() => undefined))?.close();
  }
}
