import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { MewsEvent } from '../../foundation/events/event.ts';
import { isSourceFile } from '../project/source-file.ts';
import { Batch, type BatchState, LONGEST_BATCH, QUIET } from './batch.ts';
import { isCaseSensitive } from './case-sensitivity.ts';
import type { FileChange } from './file-change.ts';
import { FolderHints } from './folder-hints.ts';
import { realPath } from './folder-reading.ts';
import type { Hint, WatchFunction } from './folder-watcher.ts';
import { type Followed, type FollowedPlaces, followedFrom } from './followed-places.ts';
import { type GitRepository, findRepository, isGitAtWork } from './git-repository.ts';
import { type IgnoreRules, ignoreRules } from './ignore-rules.ts';
import { installPlaces } from './install-places.ts';
import { NewsSource } from './news-source.ts';
import { isPassingFile } from './passing-files.ts';
import { PendingChanges } from './pending-changes.ts';
import type { PollingDecision } from './polling.ts';
import { isUnder } from './static-changes.ts';
import { wallClock } from './wall-clock.ts';
import { WatchedTree } from './watched-tree.ts';

/** Milliseconds in which a file that is gone, or empty, may be written again before that counts as a change. */
const SETTLING = 100;
/** Milliseconds without news after which git, though it holds its lock, is not taken to be writing: it may wait for an editor. */
const GIT_PAUSE = 500;
/** Milliseconds that git is given at most. */
const LONGEST_CHECKOUT = 30_000;
/** Milliseconds between two looks for a folder that is gone. */
const MISSING_AGAIN = 500;
/** Milliseconds at most in which the first reading of the folders lets nothing else have a turn. */
const SLICE = 4;
/** Milliseconds by which the clock of a file system may be behind. */
const TICK = 15;

export interface ProjectWatchOptions {
  readonly root: string;
  /** Of a file app's folder only what it has read is watched. */
  readonly kind: 'project' | 'file';
  /** Folders whose files the browser gets as they are (`wwwroot`), which need not exist. */
  readonly staticFolders: readonly string[];
  /** Where the project's own toolchain writes (see `toolchainOutput`); `dist` is never watched. */
  readonly outputFolders?: readonly string[];
  readonly polling: PollingDecision;
  /** A file that was written since then (ms since 1970) has changed: when the first build began. */
  readonly since?: number;
  readonly report: (event: MewsEvent) => void;
  /** Never empty. However many files change at once, they are one batch. */
  readonly onBatch: (changes: readonly FileChange[]) => void;
  /** The project's folder is gone. When it is back, a batch tells what has become another. */
  readonly onRootGone?: () => void;
  readonly onRootBack?: () => void;
  /** Whether whole trees can be watched at once. Default: on macOS and Windows. */
  readonly isRecursive?: boolean;
  /** Default: node:fs's. */
  readonly watch?: WatchFunction;
}

export interface ProjectWatch {
  /** The real path of the project's folder: changes are told by real paths. */
  readonly root: string;
  /** Whether its file system tells `A` from `a`. */
  readonly isCaseSensitive: boolean;
  /** Resolves when all folders have been read. What was written before that and after `since` is told then. */
  readonly ready: Promise<void>;
  /** Takes the place of what was followed before. */
  follow(places: FollowedPlaces): void;
  close(): Promise<void>;
}

/**
 * Watches what a project is made from. Folders are watched, not files, and what the system tells is only a hint: what has
 * become of a file is found out by comparing it with what it was. Keeps the process alive until it is closed.
 */
export function watchProject(options: ProjectWatchOptions): ProjectWatch {
  return new ProjectWatcher(options);
}

class ProjectWatcher implements ProjectWatch {
  readonly root: string;
  readonly isCaseSensitive: boolean;
  readonly ready: Promise<void>;
  readonly #options: ProjectWatchOptions;
  readonly #usual: readonly string[];
  readonly #repository: GitRepository | undefined;
  readonly #rules: IgnoreRules;
  readonly #tree: WatchedTree;
  readonly #pending = new PendingChanges();
  readonly #hints = new FolderHints();
  readonly #batch: Batch;
  readonly #news: NewsSource;
  #followed: Followed;
  #isReady = false;
  #isLooking = false;
  #isGone = false;
  #isClosed = false;
  #stopWaiting: (() => void) | undefined;

  constructor(options: ProjectWatchOptions) {
    this.#options = options;
    this.root = realPath(options.root);
    this.isCaseSensitive = isCaseSensitive(this.root, process.platform);
    this.#repository = findRepository(this.root);
    this.#usual = installPlaces(this.root);
    this.#followed = this.#sortOut({ files: [] });
    this.#rules = ignoreRules({
      roots: [this.root],
      staticFolders: options.staticFolders,
      outputFolders: options.outputFolders ?? [],
      isCaseSensitive: this.isCaseSensitive,
    });
    this.#news = new NewsSource({
      polling: options.polling,
      report: options.report,
      onHint: (hint) => this.#hint(hint),
      folders: () => this.#tree.folders(),
      look: (folder) => this.#tree.look(folder),
      isCollecting: () => this.#batch.isOpen,
      isRecursive: options.isRecursive,
      watch: options.watch,
    });
    this.#tree = new WatchedTree({
      rules: this.#rules,
      isCaseSensitive: this.isCaseSensitive,
      watcher: this.#news,
      isFollowed: (path) => this.#followed.isFollowed(path),
      onDifference: (path, before) => {
        this.#pending.note(path, before);
        if (!this.#isLooking) this.#batch.add(path);
      },
      onTooMany: (folders) => options.report({ type: 'warning', text: `The project has more than ${folders} folders: of those beyond, only what the build reads is watched. Name the others in .gitignore.` }),
    });
    this.#batch = new Batch({ clock: wallClock, quiet: () => this.#news.quiet, look: (state) => this.#look(state) });
    this.#news.start();
    this.ready = this.#readAll();
  }

  follow(places: FollowedPlaces): void {
    const former = this.#followed;
    this.#followed = this.#sortOut(places);
    if (this.#isReady) this.#openFollowed(former, places.since);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#batch.close();
    this.#news.close();
    this.#stopWaiting?.();
  }

  async #readAll(): Promise<void> {
    const { kind, staticFolders, since } = this.#options;
    const opening = { isBaseline: true, since: since === undefined ? undefined : since - TICK };
    let sliceBegan = performance.now();
    for (const folder of [this.root, ...staticFolders]) {
      const isDeep = folder !== this.root || kind === 'project';
      for (const _ of this.#tree.open(folder, { isDeep, ...opening })) {
        if (performance.now() - sliceBegan < SLICE) continue;
        await setImmediate();
        if (this.#isClosed) return;
        sliceBegan = performance.now();
      }
    }
    // They remember every path that they were asked about.
    this.#rules.forget();
    this.#isReady = true;
    this.#openFollowed(this.#followed, since);
  }

  #sortOut(places: FollowedPlaces): Followed {
    return followedFrom(places, this.#usual, this.isCaseSensitive);
  }

  #openFollowed(former: Followed, since: number | undefined): void {
    const { deep, flat, files } = this.#followed;
    const opening = { isBaseline: true, since: since === undefined ? undefined : since - TICK };
    const folders = new Set([...deep, ...flat, ...this.#tree.linkedFolders()]);
    for (const folder of former.deep) if (!folders.has(folder) && !isUnder([this.root], folder)) this.#tree.close(folder);
    for (const folder of former.flat) if (!folders.has(folder) && !this.#tree.isDeep(folder)) this.#tree.close(folder);
    for (const folder of deep) this.#rules.include(folder);
    for (const folder of folders) this.#tree.openNow(folder, { isDeep: deep.includes(folder), ...opening });
    for (const file of files) this.#tree.admit(file, { isDeep: false, ...opening });
    this.#rules.forget();
    this.#openMissing();
  }

  /** Opens what was not there. What then still is not, in a folder without news of its own, is looked for now and then. */
  #openMissing(): void {
    if (!this.#isReady) return;
    const { deep, flat } = this.#followed;
    const whole = [...this.#options.staticFolders, ...deep, ...(this.#options.kind === 'project' ? [this.root] : [])];
    for (const [folders, isDeep] of [[whole, true], [[this.root, ...flat], false]] as const) {
      for (const folder of folders) if (!this.#tree.has(folder)) this.#tree.openNow(folder, { isDeep, isBaseline: false });
    }
    if (this.#isGone && this.#tree.has(this.root)) {
      this.#isGone = false;
      this.#options.onRootBack?.();
    }
    const mustWait = [...whole, ...flat].some((folder) => !this.#tree.has(folder) && !this.#tree.isDeep(dirname(folder)));
    if (!mustWait || this.#isClosed) return;
    this.#stopWaiting ??= wallClock.after(MISSING_AGAIN, () => {
      this.#stopWaiting = undefined;
      this.#openMissing();
    });
  }

  #hint(hint: Hint): void {
    if (this.#isClosed || !this.#isTelling(hint)) return;
    this.#hints.add(hint);
    this.#batch.add(hint.name === undefined ? hint.folder : join(hint.folder, hint.name));
  }

  /** What is written all the time and counts for nothing, like a log, must not even be looked at. */
  #isTelling({ folder, name, isRename }: Hint): boolean {
    if (!this.#tree.has(folder)) return false;
    if (name === undefined) return true;
    const path = join(folder, name);
    if (this.#tree.stamp(path) || this.#tree.isLinkedTo(path) || this.#hints.has(folder, name) || this.#followed.isFollowed(path)) return true;
    // A file that nobody knows, and that has not just come, is ignored. A watched folder gives its own name when it goes.
    if (!isRename || isPassingFile(name)) return false;
    return this.#tree.isDeep(folder) || isSourceFile(name) || name === basename(folder);
  }

  #look(state: BatchState): number {
    this.#isLooking = true;
    try {
      const isRuled = this.#hints.mention('.gitignore');
      this.#hints.resolve(this.#tree);
      for (const root of [this.root, ...this.#followed.deep]) this.#tree.verify(root);
      this.#openMissing();
      if (isRuled) {
        this.#rules.forget();
        this.#tree.applyRules();
      }
    } finally {
      this.#isLooking = false;
    }
    return this.#deliver(state);
  }

  #deliver({ quietFor, age }: BatchState): number {
    const isGone = !this.#tree.has(this.root);
    const stampOf = (path: string) => this.#tree.stamp(path);
    if (quietFor < SETTLING && age < LONGEST_BATCH && (isGone || this.#pending.isUnsettled(stampOf))) return SETTLING - quietFor;
    if (quietFor < GIT_PAUSE && age < LONGEST_CHECKOUT && this.#pending.size > 0 && this.#repository && isGitAtWork(this.#repository)) return QUIET;
    if (isGone) {
      if (!this.#isGone) this.#options.onRootGone?.();
      this.#isGone = true;
      // What is back later is compared with what was there before.
      return 0;
    }
    const changes = this.#pending.changes(stampOf);
    this.#pending.clear();
    if (changes.length > 0) this.#options.onBatch(changes);
    return 0;
  }
}
