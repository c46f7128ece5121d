/** Where a `listen()` wants to listen, as plain JSON. */
export interface ListenPlace {
  /** An address or a name; empty for every interface. Of a unix socket (and a named pipe) the path. */
  readonly host: string;
  /** 0 for a free one; -1 where `host` is a path. */
  readonly port: number;
  readonly ipv6Only?: boolean;
}

/** One spelling for the same place: every interface is `::`, as Node has it. */
export function placeKey({ host, port, ipv6Only }: ListenPlace): string {
  if (port < 0) return host;
  return `${host.toLowerCase() || '::'}|${port}${ipv6Only ? '|6' : ''}`;
}
