import { writeFileSync } from 'node:fs';
import { startMews, type MewsJsonEvent, type MewsOptions, type RunningMews } from './run-mews.ts';
import type { TempProject } from './temp-project.ts';

/** A `mews watch --format json` on a project. */
export interface WatchingMews extends RunningMews {
  /** Its first address. */
  readonly url: string;
  /** Saves a file of the project as an editor does: now. */
  readonly edit: (file: string, content: string) => void;
  /** Resolves with the `count`th event of a type. */
  readonly nth: (type: string, count: number) => Promise<MewsJsonEvent>;
  /** Resolves with the first event, from the `from`th on, for which it holds. */
  readonly when: (holds: (event: MewsJsonEvent) => boolean, from?: number) => Promise<MewsJsonEvent>;
}

/** Starts it, and waits until it listens and follows the files. */
export async function watchMews(project: TempProject, args: readonly string[] = [], options: MewsOptions = {}): Promise<WatchingMews> {
  const watching = watchUnready(project, args, options);
  const { addresses } = (await watching.event('listening')) as unknown as { addresses: readonly [string] };
  await watching.event('watching');
  return { ...watching, url: addresses[0] };
}

/** Starts it; what is to come of it the test knows. */
export function watchUnready(project: TempProject, args: readonly string[] = [], options: MewsOptions = {}): WatchingMews {
  const mews = startMews(['watch', '--format', 'json', ...args], { cwd: project.root, ...options });
  const when: WatchingMews['when'] = (holds, from = 0) => mews.eventually(() => mews.events().slice(from).find(holds));
  return {
    ...mews,
    url: '',
    edit: (file, content) => writeFileSync(project.path(file), content),
    when,
    nth: (type, count) => mews.eventually(() => mews.events().filter((event) => event.type === type)[count - 1]),
  };
}
