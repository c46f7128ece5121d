import { watch, type FSWatcher } from 'node:fs';
import { relative } from 'node:path';
import type { RefreshMessage } from '../../foundation/events/refresh-message.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { BuiltApp } from './builder.ts';
import type { Cause } from './cause.ts';
import type { WatchHost } from './watch-host.ts';

export class FollowedProject {
  #w: FSWatcher | undefined;
  readonly #plan: LaunchPlan;
  readonly #o;
  constructor(plan: LaunchPlan, o: { host: WatchHost; onCause: (c: Cause) => void; onRefresh: (m: RefreshMessage) => void }) {
    this.#plan = plan;
    this.#o = o;
  }
  follow(_f: { plan: LaunchPlan; built: BuiltApp | undefined; filesRead: ReadonlySet<string>; hasFailed: boolean }): void {
    if (this.#w) return;
    let timer: NodeJS.Timeout | undefined;
    const files = new Set<string>();
    this.#w = watch(this.#plan.projectRoot + '/src', { recursive: true }, (_e, f) => {
      files.add(String(f));
      clearTimeout(timer);
      timer = setTimeout(() => {
        this.#o.onCause({ action: 'rebuild', files: [...files].map((x) => relative('', 'src/' + x)), reason: '' });
        files.clear();
      }, 20);
    });
    this.#o.host.report({ type: 'watching', takesKeys: this.#o.host.takesKeys });
  }
  async close(): Promise<void> {
    this.#w?.close();
  }
}
