import { isHostText } from '../../http1/host-syntax.ts';
import type { ForwardedHeadersRules } from './forwarded-headers-options.ts';
import { formatEndPoint, parseEndPoint, type IpEndPoint } from './ip-end-point.ts';

/** The entries of each header that is taken, as received: the rightmost is the nearest proxy's. Undefined: not taken. */
export interface ForwardedEntries {
  readonly for: readonly string[] | undefined;
  readonly host: readonly string[] | undefined;
  readonly proto: readonly string[] | undefined;
  readonly prefix: readonly string[] | undefined;
}

/** What the believed proxies say of the client. */
export interface Forwarded {
  /** Undefined: the server does not know it, and nobody has said. */
  remote: IpEndPoint | undefined;
  scheme?: string;
  host?: string;
  prefix?: string;
  /** False: nothing of it is new. */
  hasChanges: boolean;
  /** Entries that were used of each header, from its right end. */
  consumed: number;
}

export interface ForwarderLog {
  debug(text: string): void;
  warn(text: string): void;
}

interface Walk {
  readonly entries: ForwardedEntries;
  readonly remote: IpEndPoint | undefined;
  readonly rules: ForwardedHeadersRules;
  readonly log: ForwarderLog;
}

/** After one kind of header of one entry: go on, stop and apply what there is, or change nothing at all. */
type Step = 'on' | 'stop' | 'refuse';

const SCHEME = /^[A-Za-z\d+\-.]+$/;

/**
 * Goes from the nearest proxy to the farthest, as long as each is known (ASP.NET Core `ForwardedHeadersMiddleware.ApplyForwarders`).
 * Undefined when symmetry is required and lacking: nothing may be changed then.
 */
export function walkForwarders(walk: Walk): Forwarded | undefined {
  const { entries, rules, log } = walk;
  if (rules.requireSymmetry && !isSymmetric(entries, log)) return undefined;
  const counts = [entries.for, entries.host, entries.proto, entries.prefix].map((list) => list?.length ?? 0);
  const count = Math.min(Math.max(...counts), rules.limit);
  const forwarded: Forwarded = { remote: walk.remote, hasChanges: false, consumed: 0 };
  for (; forwarded.consumed < count; forwarded.consumed++) {
    const step = isBelieved(forwarded.remote, walk) ? takeEntry(forwarded, walk) : 'stop';
    if (step === 'refuse') return undefined;
    if (step === 'stop') break;
  }
  return forwarded;
}

/** Whatever header it is that is taken: who is not known may not set it. */
function isBelieved(remote: IpEndPoint | undefined, { rules, entries, log }: Walk): boolean {
  if (!remote || rules.knownProxies.isEmpty || rules.knownProxies.has(remote.address)) return true;
  if (rules.ignoresUnknownProxiesWithoutFor && !entries.for) return true;
  log.debug(`Unknown proxy: ${formatEndPoint(remote)}`);
  return false;
}

function takeEntry(forwarded: Forwarded, walk: Walk): Step {
  for (const take of [takeFor, takeProto, takeHost, takePrefix]) {
    const step = take(forwarded, walk);
    if (step !== 'on') return step;
  }
  return 'on';
}

function takeFor(forwarded: Forwarded, { entries, rules, log }: Walk): Step {
  if (!entries.for) return 'on';
  const text = entryOf(entries.for, forwarded.consumed);
  const remote = text === undefined ? undefined : parseEndPoint(text);
  if (remote) {
    forwarded.remote = remote;
    forwarded.hasChanges = true;
  } else if (text !== undefined) {
    log.debug(`Unparsable IP: ${text}`);
    return 'stop';
  } else if (rules.requireSymmetry) {
    log.warn('Missing forwarded IPAddress.');
    return 'refuse';
  }
  return 'on';
}

function takeProto(forwarded: Forwarded, walk: Walk): Step {
  if (!walk.entries.proto) return 'on';
  const scheme = entryOf(walk.entries.proto, forwarded.consumed);
  if (scheme === undefined || !SCHEME.test(scheme)) return lack(walk, 'Forwarded scheme is not present, this is required by requireHeaderSymmetry.');
  forwarded.scheme = scheme;
  forwarded.hasChanges = true;
  return 'on';
}

function takeHost(forwarded: Forwarded, walk: Walk): Step {
  if (!walk.entries.host) return 'on';
  const host = entryOf(walk.entries.host, forwarded.consumed);
  const isAllowed = host !== undefined && isHostText(host) && walk.rules.allowedHosts.matches(host);
  if (!isAllowed) return lack(walk, 'Incorrect number of x-forwarded-host header values, see requireHeaderSymmetry.');
  forwarded.host = host;
  forwarded.hasChanges = true;
  return 'on';
}

function takePrefix(forwarded: Forwarded, walk: Walk): Step {
  if (!walk.entries.prefix) return 'on';
  const prefix = entryOf(walk.entries.prefix, forwarded.consumed);
  if (!prefix?.startsWith('/')) return lack(walk, 'Incorrect number of x-forwarded-prefix header values, see requireHeaderSymmetry.');
  forwarded.prefix = prefix;
  forwarded.hasChanges = true;
  return 'on';
}

/** Without symmetry a proxy need not say everything, and what is wrong is as if it were not said. */
function lack({ rules, log }: Walk, text: string): Step {
  if (!rules.requireSymmetry) return 'on';
  log.warn(text);
  return 'refuse';
}

function entryOf(list: readonly string[], fromRight: number): string | undefined {
  return list[list.length - 1 - fromRight];
}

function isSymmetric(entries: ForwardedEntries, log: ForwarderLog): boolean {
  const differ = (one: readonly string[] | undefined, other: readonly string[] | undefined): boolean => !!one && !!other && one.length !== other.length;
  if (differ(entries.for, entries.proto)) {
    log.warn('Parameter count mismatch between X-Forwarded-For and X-Forwarded-Proto.');
    return false;
  }
  if (differ(entries.host, entries.for) || differ(entries.host, entries.proto)) {
    log.warn('Parameter count mismatch between X-Forwarded-Host and X-Forwarded-For or X-Forwarded-Proto.');
    return false;
  }
  if (differ(entries.prefix, entries.for) || differ(entries.prefix, entries.proto) || differ(entries.prefix, entries.host)) {
    log.warn('Parameter count mismatch between X-Forwarded-Prefix and X-Forwarded-For, X-Forwarded-Host or X-Forwarded-Proto.');
    return false;
  }
  return true;
}
