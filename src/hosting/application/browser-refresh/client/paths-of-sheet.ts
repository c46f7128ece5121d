/** The paths, on this host, of a stylesheet and of all that it imports. */
export function pathsOfSheet(sheet: CSSStyleSheet): string[] {
  return [...pathOf(sheet.href), ...importsOf(sheet).flatMap(pathsOfSheet)];
}

function pathOf(href: string | null): string[] {
  if (href === null) return [];
  const { origin, pathname } = new URL(href);
  return origin === location.origin ? [decodePath(pathname)] : [];
}

/** Paths may be written in several ways. */
export function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Sheets of another origin do not tell what is in them. */
function importsOf(sheet: CSSStyleSheet): CSSStyleSheet[] {
  try {
    return [...sheet.cssRules].flatMap((rule) => (rule instanceof CSSImportRule && rule.styleSheet ? [rule.styleSheet] : []));
  } catch {
    return [];
  }
}
