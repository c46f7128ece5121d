const ESCAPED_CONTROL = /%(?:[01][\da-f]|7f)/i;

/** Whether the path of a target names control characters (00-1F, 7F), which HTTP.sys refuses; raw ones no parser lets through. */
export function namesControlCharacters(target: string): boolean {
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  return path.includes('%') && ESCAPED_CONTROL.test(path);
}
