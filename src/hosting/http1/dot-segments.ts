/**
 * Removes the segments `.` and `..` of a decoded path (RFC 3986 section 5.2.4): `/a/../b` is `/b`, `/a/.` is `/a/`, and nothing leads above `/`.
 * The path begins with `/`.
 */
export function removeDotSegments(path: string): string {
  if (!path.includes('/.')) return path;
  const segments = path.slice(1).split('/');
  const last = segments.at(-1);
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  // The place that a last dot segment leaves is a folder.
  if (last === '.' || last === '..') kept.push('');
  return `/${kept.join('/')}`;
}
