import { basename, dirname, resolve } from 'node:path';
import { MewsError } from '../../../foundation/errors/mews-error.ts';
import type { LaunchPlan } from '../../plan/launch-plan.ts';
import { failureAnswer } from './module-failure.ts';
import { hasModule, type ModuleContext, type ModuleLaunch } from './module-launch.ts';
import { failureContext } from './slot-options.ts';
import { APP_OFFLINE, readAppOffline, WatchedFiles } from './watched-files.ts';

export interface FollowedSettingsOptions {
  readonly context: ModuleContext;
  readonly launch: ModuleLaunch;
  /** Throws what is wrong with the settings. */
  readonly replan: () => Promise<LaunchPlan>;
}

/**
 * Follows the files that decide about an app while it runs: app_offline.htm takes it offline as long as it is there, and other settings
 * (web.config, the launch settings) give it new processes.
 */
export class FollowedSettings {
  readonly #options: FollowedSettingsOptions;
  readonly #watched: WatchedFiles[] = [];
  #work: Promise<void> = Promise.resolve();
  #offline: string | undefined;
  #isClosed = false;
  #failure: MewsError | undefined;

  constructor(options: FollowedSettingsOptions) {
    this.#options = options;
  }

  /** As things are; from then on changes count. */
  async begin(): Promise<void> {
    const { plan } = this.#options.context;
    const root = plan.workingDirectory.value;
    await this.#lookOffline();
    this.#watched.push(new WatchedFiles(root, [APP_OFFLINE], () => this.#next(() => this.#lookOffline())));
    for (const file of settingsFiles(plan)) {
      this.#watched.push(new WatchedFiles(dirname(file), [basename(file)], (name) => this.#next(() => this.#renew(name))));
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const watched of this.#watched) watched.close();
  }

  #next(work: () => Promise<void>): void {
    this.#work = this.#work.then(() => (this.#isClosed ? undefined : work())).catch((error: unknown) => {
      if (error instanceof MewsError) this.#options.context.host.report({ type: 'error', error: error.toJSON() });
    });
  }

  async #lookOffline(): Promise<void> {
    const { context } = this.#options;
    const content = readAppOffline(context.plan.workingDirectory.value);
    const isNews = (content === undefined) !== (this.#offline === undefined);
    this.#offline = content;
    if (isNews) context.host.report({ type: 'offline', isOffline: content !== undefined });
    if (isNews || content !== undefined) await this.#settle();
  }

  /** New settings: new processes with them, or, where they are wrong, the news of that. */
  async #renew(cause: string): Promise<void> {
    const { context, launch, replan } = this.#options;
    const before = context.plan;
    const had = this.#failure;
    try {
      const plan = await replan();
      if (!isSameLaunch(plan, before)) context.host.report({ type: 'warning', text: `The hosting model, the addresses, and whether a program is run stay as they are until mews is started again (${cause}).` });
      if (!hasModule(plan) || isProgram(plan) !== isProgram(before)) return;
      this.#failure = undefined;
      context.plan = { ...plan, urls: before.urls, hostingModel: before.hostingModel };
    } catch (error) {
      if (!(error instanceof MewsError)) throw error;
      this.#failure = error;
      context.host.report({ type: 'error', error: error.toJSON() });
      return this.#settle();
    }
    context.rapidFails.forget();
    if (had) {
      await this.#settle();
      context.host.report({ type: 'recycling', cause });
      return;
    }
    if (fingerprint(before) === fingerprint(context.plan)) return;
    context.host.report({ type: 'recycling', cause });
    await launch.recycle();
  }

  async #settle(): Promise<void> {
    const { context, launch } = this.#options;
    if (this.#offline !== undefined) return launch.standIn({ kind: 'offline', content: this.#offline });
    await launch.standIn(this.#failure && failureAnswer({ kind: 'settings', error: this.#failure }, failureContext(context)));
  }
}

/** web.config, and the launch settings where the profile is, with what is laid over them. */
function settingsFiles({ module, profile, projectRoot }: ModuleContext['plan']): string[] {
  const settings = profile?.source ? [resolve(projectRoot, profile.source)] : [];
  return [module.webConfigPath, ...settings, ...settings.map((file) => file.replace(/\.json$/, '.local.json'))];
}

/** What processes of the app are made with. */
function fingerprint({ module, environment, args, executablePath, workingDirectory }: LaunchPlan): string {
  return JSON.stringify([module, [...environment], args.value, executablePath.value, workingDirectory.value]);
}

function isSameLaunch(plan: LaunchPlan, before: LaunchPlan): boolean {
  const [now, then] = [plan, before].map((one) => JSON.stringify([one.hostingModel.value, isProgram(one), one.urls.map(({ value }) => value)]));
  return now === then;
}

function isProgram({ executablePath }: LaunchPlan): boolean {
  return executablePath.value !== null;
}
