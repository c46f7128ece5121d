import type { AppNews } from '../../foundation/events/event.ts';

/** How programs say that somebody else holds what they need: a port, a lock, a database file. */
const BUSY = /EADDRINUSE|address already in use|\bEBUSY\b|\bELOCKED\b|SQLITE_BUSY|database is locked|resource (?:busy|temporarily unavailable)|lock(?: ?file)? (?:is )?(?:already |currently )?(?:held|hold|taken|exists|being held)|already (?:locked|being used|in use)|could not (?:acquire|obtain|get) (?:the |a )?lock|cannot lock/i;

/** Whether a version failed to start because the running one holds something that it needs for itself. */
export function isBusyResource(crash: Extract<AppNews, { type: 'crashed' }> | undefined): boolean {
  return crash !== undefined && BUSY.test(`${crash.name}: ${crash.message}`);
}
