/**
 * The glob as a pattern for paths with slashes: `**` is any folders, `*` any characters but a slash, `?` one of them,
 * `[bB]` one of these. A glob that ends with a slash means all that is below.
 */
export function globPattern(glob: string): RegExp {
  const path = glob.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/$/, '/**');
  let source = '';
  for (let at = 0; at < path.length; at++) {
    const character = path[at] ?? '';
    const set = character === '[' ? /^\[[^/\]]+\]/.exec(path.slice(at))?.[0] : undefined;
    if (path.startsWith('**/', at)) {
      source += '(?:[^/]+/)*';
      at += 2;
    } else if (path.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (set !== undefined) {
      source += set.replaceAll('\\', String.raw`\\`);
      at += set.length - 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else source += character.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  }
  return new RegExp(`^${source}$`);
}

/** Whether one of the globs matches the path. */
export function matchesAny(path: string, globs: readonly string[]): boolean {
  return globs.some((glob) => globPattern(glob).test(path));
}
