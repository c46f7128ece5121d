import { release } from 'node:os';
import { join } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { RefreshMessage } from '../../foundation/events/refresh-message.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { BuiltApp } from './builder.ts';
import { needsProcess, type Cause } from './cause.ts';
import { decideChange, type ChangeDecision, type WatchFacts } from './change-policy.ts';
import type { FileChange } from './file-change.ts';
import { realPath } from './folder-reading.ts';
import { toolchainOutput } from './ignore-rules.ts';
import { decidePolling } from './polling.ts';
import type { WatchHost } from './watch-host.ts';
import { watchProject, type ProjectWatch } from './watch-project.ts';

/** What of the app is known when a version is there, or has failed. */
export interface AppState {
  readonly plan: LaunchPlan;
  /** The last build that succeeded; undefined before there was one. */
  readonly built: BuiltApp | undefined;
  /** When its build began: milliseconds since 1970. */
  readonly builtSince: number;
  /** What the running version has read. */
  readonly filesRead: ReadonlySet<string>;
  /** What it has written itself. */
  readonly filesWritten: ReadonlySet<string>;
  readonly hasFailed: boolean;
}

export interface FollowedProjectOptions {
  readonly host: WatchHost;
  /** A new version is wanted. */
  readonly onCause: (cause: Cause) => void;
  /** The browser alone has to do something. */
  readonly onRefresh: (message: RefreshMessage) => void;
}

/** The files of a project, followed for as long as it is watched: what changes becomes a cause, or news for the browser. */
export class FollowedProject {
  readonly #options: FollowedProjectOptions;
  #state: AppState | undefined;
  #watch: ProjectWatch | undefined;
  #isClosed = false;

  constructor(options: FollowedProjectOptions) {
    this.#options = options;
  }

  /** What counts from now on. The first call begins to watch: what has changed since that build began is told soon. */
  follow(state: AppState): void {
    this.#state = state;
    if (this.#isClosed) return;
    this.#watch ??= this.#begin(state);
    const inputs = state.built?.inputs();
    this.#watch.follow({ files: [...(inputs?.files ?? []), ...(inputs?.rules ?? []), ...realPaths(state.filesRead)], folders: inputs?.packages ?? [], since: state.builtSince });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#watch?.close();
  }

  #begin({ plan, builtSince }: AppState): ProjectWatch {
    const { host } = this.#options;
    const { projectRoot: root, projectKind: kind, entry } = plan;
    const polling = decidePolling({ env: host.env, root, platform: process.platform, release: release() });
    const watch = watchProject({
      root,
      kind,
      staticFolders: staticFoldersOf(plan),
      outputFolders: plan.build.kind === 'command' && entry.value !== null ? toolchainOutput({ root, entry: entry.value }) : [],
      polling,
      since: builtSince,
      report: host.report,
      onBatch: (changes) => this.#decide(changes),
      onRootGone: () => host.report({ type: 'error', error: mewsError('projectGone', { folder: root }).toJSON() }),
      onRootBack: () => host.report({ type: 'note', text: `The project's folder is back.` }),
    });
    void watch.ready.then(() => this.#isClosed || host.report({ type: 'watching', takesKeys: host.takesKeys }));
    return watch;
  }

  #decide(changes: readonly FileChange[]): void {
    if (!this.#state || !this.#watch) return;
    const { host, onCause } = this.#options;
    const decision = decideChange(changes, factsOf(this.#state, this.#watch));
    const { action, files } = decision;
    if (action === 'nothing') return;
    host.report({ type: 'changed', action, files });
    if (needsProcess({ action })) onCause({ action, files, reason: '' });
    else this.#tellBrowser(action === 'styles' ? 'styles' : 'reload', decision);
  }

  #tellBrowser(action: 'reload' | 'styles', { files, styles }: ChangeDecision): void {
    const { host, onRefresh } = this.#options;
    onRefresh(action === 'styles' ? { type: 'updateStyles', paths: styles } : { type: 'reload' });
    const [cause = '', ...more] = files;
    host.report({ type: 'refreshed', cause, more: more.length, action });
  }
}

function factsOf({ plan, built, filesRead, filesWritten, hasFailed }: AppState, { root, isCaseSensitive }: ProjectWatch): WatchFacts {
  const { workingDirectory, build, environmentName } = plan;
  return {
    root,
    kind: plan.projectKind,
    entry: plan.entry.value,
    buildKind: build.kind,
    inputs: built?.inputs() ?? null,
    buildFailed: hasFailed,
    checksTypes: plan.typecheck.value !== 'off' && build.kind === 'bundle',
    readByApp: realPaths(filesRead),
    writtenByApp: realPaths(filesWritten),
    staticFolders: staticFoldersOf(plan).map(realPath),
    contentRoot: realPath(workingDirectory.value),
    environment: environmentName.value,
    isCaseSensitive,
  };
}

/** As changes name them: links are followed. */
function realPaths(files: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...files].map(realPath));
}

/** Where files lie that the browser gets as they are: the web root of ASP.NET Core. */
function staticFoldersOf({ workingDirectory }: LaunchPlan): readonly string[] {
  return [join(workingDirectory.value, 'wwwroot')];
}
