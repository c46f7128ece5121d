import { relative } from 'node:path';
import { onTestFinished } from 'vitest';
import type { MewsEvent } from '../../../src/foundation/events/event.ts';
import { type ProjectWatch, type ProjectWatchOptions, watchProject } from '../../../src/launcher/watch/watch-project.ts';
import type { TempProject } from '../../support/temp-project.ts';

export interface TestWatch {
  readonly watch: ProjectWatch;
  readonly events: readonly MewsEvent[];
  /** The next batch, as `kind path` relative to the project, in order of path. */
  batch(): Promise<string[]>;
  /** All that has been told before a change that is made now is told. */
  rest(): Promise<string[]>;
  /** Resolves when the root has gone, or come back, once more. */
  gone(): Promise<void>;
  back(): Promise<void>;
}

/** Things that happen one after the other, each awaited once. */
function queueOf<T>() {
  const ready: T[] = [];
  const waiting: ((value: T) => void)[] = [];
  return {
    put(value: T): void {
      const first = waiting.shift();
      if (first) first(value);
      else ready.push(value);
    },
    take(): Promise<T> {
      const first = ready.shift();
      return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
    },
  };
}

/** Watches a folder of a temp project (by default all of it) until the test ends. */
export async function watchFolder(project: TempProject, options: Partial<ProjectWatchOptions> = {}): Promise<TestWatch> {
  const events: MewsEvent[] = [];
  const [batches, goings, returns] = [queueOf<string[]>(), queueOf<true>(), queueOf<true>()];
  const root = options.root ?? project.root;
  const watch = watchProject({
    root,
    kind: 'project',
    staticFolders: [],
    polling: { polling: false, reason: '' },
    report: (event) => events.push(event),
    onBatch: (changes) => batches.put(changes.map(({ kind, path }) => `${kind} ${relative(root, path)}`).sort(byPath)),
    onRootGone: () => goings.put(true),
    onRootBack: () => returns.put(true),
    ...options,
  });
  onTestFinished(() => watch.close());
  await watch.ready;
  let ends = 0;
  return {
    watch,
    events,
    batch: batches.take,
    async rest() {
      const end = `end-${++ends}.txt`;
      project.write(relative(project.root, `${root}/${end}`), '');
      const told: string[] = [];
      while (!told.includes(`added ${end}`)) told.push(...(await batches.take()));
      return told.filter((change) => change !== `added ${end}`);
    },
    gone: async () => void (await goings.take()),
    back: async () => void (await returns.take()),
  };
}

function byPath(left: string, right: string): number {
  const [one = '', other = ''] = [left, right].map((change) => change.slice(change.indexOf(' ')));
  return one < other ? -1 : Number(one > other);
}
