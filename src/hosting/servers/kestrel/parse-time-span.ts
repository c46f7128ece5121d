const DAY = 86_400_000;
const PATTERN = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/;

/**
 * Milliseconds of a .NET TimeSpan: `hh:mm`, `hh:mm:ss`, `d.hh:mm:ss.fffffff`; a number alone stands for milliseconds (in .NET
 * for days, which nobody means here). `-00:00:00.0010000`, .NET's "infinite", is Infinity. Undefined for anything else.
 */
export function parseTimeSpan(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^-00:00:00\.0010*$/.test(trimmed) || trimmed === 'Infinity') return Infinity;
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const match = PATTERN.exec(trimmed);
  if (!match) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const ofDay = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return Number(days) * DAY + ofDay + Math.round(Number(`0.${fraction || '0'}`) * 1000);
}
