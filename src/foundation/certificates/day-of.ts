/** The day of a date, in UTC, as texts for users have it: `2026-01-31`. Numbers are milliseconds since 1970. */
export function dayOf(date: string | number): string {
  return new Date(date).toISOString().slice(0, 10);
}
