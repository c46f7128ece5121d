/** Errors of one folder alone: it has gone meanwhile, or may not be looked into. */
const OF_THE_FOLDER = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'];

/** Where Linux says its limits, below /proc/sys/fs/inotify. */
export const INOTIFY_LIMITS = ['max_user_watches', 'max_user_instances'] as const;

/** The limit of the system that a watch has run into. */
export interface WatchLimit {
  /** `ENOSPC`: too many watches. `EMFILE`, `ENFILE`: too many of what is open. Others: there is nothing to watch with. */
  readonly code: string;
  /** The limits by name, as the system says them. */
  readonly current: Readonly<Record<string, string | undefined>>;
}

/** True for an error after which more watches would fail, too. */
export function isWatchLimit(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && !OF_THE_FOLDER.includes(String(error.code));
}

/** What a user is told when watching had to give way to polling: which limit, and how to raise it. */
export function explainLimit({ code, current }: WatchLimit, platform: NodeJS.Platform): string {
  const end = 'Changes are looked for by polling instead, which takes more of the processor and notices them later.';
  if (platform !== 'linux' || !['ENOSPC', 'EMFILE', 'ENFILE'].includes(code)) return `The system does not let more folders be watched (${code}). ${end}`;
  const isWatches = code === 'ENOSPC';
  const name = isWatches ? 'max_user_watches' : 'max_user_instances';
  const now = current[name]?.trim();
  const limit = `fs.inotify.${name}${now ? ` is ${now}` : ''}${isWatches ? '' : ', or too many files are open'}`;
  return `The system does not let more folders be watched: ${limit}. ${end} To raise the limit: sudo sysctl fs.inotify.${name}=${isWatches ? 524_288 : 512}`;
}
