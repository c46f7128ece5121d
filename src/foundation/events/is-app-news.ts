import type { AppEvent, AppNews } from './event.ts';

const NEWS: ReadonlySet<AppEvent['type']> = new Set<AppNews['type']>(['listening', 'loaded', 'appWarning', 'appNote', 'appDetail', 'crashed', 'startFailed']);

/** Whether everybody may hear of what an app process has said, and not the launcher alone. */
export function isAppNews(event: AppEvent): event is AppNews {
  return NEWS.has(event.type);
}
