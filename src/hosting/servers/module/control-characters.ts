const ESCAPED_CONTROL = /%(?:[01][\da-f]|7f)/i;

/** Whether the path of a target names control characters (00-1F, 7F), which HTTP.sys refuses; raw ones no parser lets through. */
export function namesControlCharacters(target: string): boolean {
  if (!target.includes('%')) return false;
  const query = target.indexOf('?');
  return ESCAPED_CONTROL.test(query < 0 ? target : target.slice(0, query));
}
