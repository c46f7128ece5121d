/**
 * Finds what is set for a server name, by Kestrel's rules: the name itself, else the longest `*.suffix` that it ends with, else
 * `*`. `*.example.org` is not for `example.org`; a client without a name gets `*` only. Keys are in lower case.
 */
export function selectServerName<T>(names: ReadonlyMap<string, T>, serverName: string | undefined): T | undefined {
  if (serverName === undefined || serverName === '') return names.get('*');
  const wanted = serverName.toLowerCase();
  return names.get(wanted) ?? longestSuffix(names, wanted) ?? names.get('*');
}

function longestSuffix<T>(names: ReadonlyMap<string, T>, wanted: string): T | undefined {
  for (let dot = wanted.indexOf('.', 1); dot > 0; dot = wanted.indexOf('.', dot + 1)) {
    const found = names.get(`*${wanted.slice(dot)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Why a connection is refused that no name stands for, in Kestrel's words. */
export function describeMiss(serverName: string | undefined, endpoint: string): string {
  return serverName === undefined || serverName === ''
    ? `Connection refused because the client did not specify a server name, and no wildcard ('*') SNI configuration section was found in '${endpoint}'.`
    : `Connection refused because no SNI configuration section was found for '${serverName}' in '${endpoint}'. To allow all connections, add a wildcard ('*') SNI section.`;
}
