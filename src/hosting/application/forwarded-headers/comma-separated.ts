const QUOTED_OR_COMMA = /"(?:[^"\\]|\\.)*"|,/g;

/** The entries of header fields, trimmed and without quotes around them; commas within quotes do not separate, and empty entries are left out. */
export function commaSeparated(fields: readonly string[]): string[] {
  return fields.flatMap(split).map((entry) => unquote(entry.trim())).filter((entry) => entry !== '');
}

function split(field: string): string[] {
  const entries: string[] = [];
  let start = 0;
  for (const match of field.matchAll(QUOTED_OR_COMMA)) {
    if (match[0] !== ',') continue;
    entries.push(field.slice(start, match.index));
    start = match.index + 1;
  }
  entries.push(field.slice(start));
  return entries;
}

function unquote(entry: string): string {
  return entry.length > 1 && entry.startsWith('"') && entry.endsWith('"') ? entry.slice(1, -1) : entry;
}
