/** The limit of the system that a watch has run into. `current`: what /proc says it is. */
export interface WatchLimit {
  readonly code: string;
  readonly current: Readonly<Record<string, string | undefined>>;
}

/** True for the errors of a watch that has no room: more of them would fail, too. */
export function isWatchLimit(error: unknown): error is NodeJS.ErrnoException & { code: 'ENOSPC' | 'EMFILE' | 'ENFILE' } {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EMFILE', 'ENFILE'].includes(String(error.code));
}

/** Where Linux says its limits. */
export const INOTIFY_LIMITS = ['max_user_watches', 'max_user_instances'] as const;

/** What a user is told when watching had to give way to polling. */
export function explainLimit({ code, current }: WatchLimit, platform: NodeJS.Platform): string {
  const beginning = 'The system allows no more watched folders';
  const end = 'Changes are looked for by polling instead, which takes more of the processor and notices them later.';
  if (platform !== 'linux') return `${beginning} (${code}). ${end}`;
  const name = code === 'ENOSPC' ? 'max_user_watches' : 'max_user_instances';
  const now = current[name]?.trim();
  const raised = code === 'ENOSPC' ? 524_288 : 512;
  const limit = `fs.inotify.${name}${now ? ` is ${now}` : ''}`;
  return `${beginning}: ${limit}${code === 'ENOSPC' ? '' : ', or too many files are open'}. ${end} To raise the limit: sudo sysctl fs.inotify.${name}=${raised}`;
}
