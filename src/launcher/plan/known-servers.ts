/** The servers known by name, in any case; every other name is a module's. */
export const KNOWN_SERVERS = ['kestrel', 'httpsys'] as const;

/** The known server that `name` names, as it is written here. */
export function knownServer(name: string): (typeof KNOWN_SERVERS)[number] | undefined {
  return KNOWN_SERVERS.find((known) => known === name.toLowerCase());
}
