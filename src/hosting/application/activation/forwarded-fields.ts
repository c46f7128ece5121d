/** Fields that are about one connection, not about the message (RFC 9110 section 7.6.1). */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'te', 'http2-settings']);

/** The fields that go on with a message that is passed from one connection to another: names and values, all but those of the connection. */
export function forwardedFields(fields: Iterable<readonly [string, string]>): [string, string][] {
  const all = [...fields];
  const named = all.filter(([name]) => name.toLowerCase() === 'connection').flatMap(([, value]) => value.split(',').map((word) => word.trim().toLowerCase()));
  const dropped = new Set([...OF_THE_CONNECTION, ...named]);
  return all.filter(([name]) => !dropped.has(name.toLowerCase()) && !name.startsWith(':')).map(([name, value]) => [name, value]);
}

/** Node's `rawHeaders`, two by two. */
export function pairsOf(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return pairs;
}
