import { removeDotSegments } from './dot-segments.ts';
import { isHostText } from './host-syntax.ts';
import { decodePath } from './percent-decoding.ts';
import { reject, type Rejection } from './rejection.ts';

/** A request target in one of its forms (RFC 9112 section 3.2), read as Kestrel reads it. */
export interface RequestTarget {
  readonly form: 'origin' | 'absolute' | 'authority' | 'asterisk';
  /** Decoded but for `%2F`, without dot segments; empty in authority and asterisk form. */
  readonly path: string;
  /** As sent, with its `?`; else empty. */
  readonly queryString: string;
  /** Host and port as sent, without user information: in absolute and authority form, else empty. */
  readonly authority: string;
  /** The port that an absolute form's scheme has when none is given: 80 or 443. */
  readonly defaultPort?: number;
}

/** Controls, blanks, octets beyond ASCII, and `#`: a fragment is never sent. */
const NOT_TARGET = /[^\x21\x22\x24-\x7e]/;
const ABSOLUTE = /^(?<scheme>https?):\/\/(?:[^/?@]*@)?(?<authority>[^/?@]*)(?<rest>(?:[/?].*)?)$/is;
const MAX_PORT = 65_535;

/** What the target asks for, or why it is refused. */
export function parseTarget(rawTarget: string, method: string): RequestTarget | Rejection {
  if (NOT_TARGET.test(rawTarget) || rawTarget === '') return invalid(rawTarget);
  if (rawTarget.startsWith('/')) return parsePath(rawTarget, rawTarget, { form: 'origin', authority: '' });
  if (rawTarget === '*') return method === 'OPTIONS' ? ASTERISK : reject('OptionsMethodRequired');
  const absolute = ABSOLUTE.exec(rawTarget)?.groups;
  return absolute === undefined ? parseAuthority(rawTarget, method) : parseAbsolute(rawTarget, absolute as unknown as AbsoluteForm);
}

const ASTERISK: RequestTarget = { form: 'asterisk', path: '', queryString: '', authority: '' };

interface AbsoluteForm {
  readonly scheme: string;
  readonly authority: string;
  readonly rest: string;
}

function parseAbsolute(rawTarget: string, { scheme, authority, rest }: AbsoluteForm): RequestTarget | Rejection {
  if (!isAuthority(authority)) return invalid(rawTarget);
  const form = { form: 'absolute', authority, defaultPort: scheme.length === 4 ? 80 : 443 } as const;
  return parsePath(rest.startsWith('/') ? rest : `/${rest}`, rawTarget, form);
}

function parseAuthority(rawTarget: string, method: string): RequestTarget | Rejection {
  if (!isAuthority(rawTarget)) return invalid(rawTarget);
  if (method !== 'CONNECT') return reject('ConnectMethodRequired');
  return { form: 'authority', path: '', queryString: '', authority: rawTarget };
}

function parsePath(pathAndQuery: string, rawTarget: string, form: Pick<RequestTarget, 'form' | 'authority' | 'defaultPort'>): RequestTarget | Rejection {
  const query = pathAndQuery.indexOf('?');
  const path = query < 0 ? pathAndQuery : pathAndQuery.slice(0, query);
  if (path.includes('%00')) return invalid(rawTarget);
  return { ...form, path: removeDotSegments(decodePath(path)), queryString: query < 0 ? '' : pathAndQuery.slice(query) };
}

/** A host that is not empty; its port, where it has one, is one. */
function isAuthority(authority: string): boolean {
  const port = /:(?<digits>\d+)$/.exec(authority)?.groups?.['digits'];
  return authority !== '' && isHostText(authority) && Number(port ?? 0) <= MAX_PORT;
}

function invalid(rawTarget: string): Rejection {
  return reject('InvalidRequestTarget', rawTarget);
}

/**
 * Whether a Host field names what the target names (RFC 9112 section 3.2): the same authority, where the scheme's own port may be given on one
 * side and not on the other.
 */
export function isHostOfTarget(host: string, { form, authority, defaultPort }: RequestTarget): boolean {
  if (form === 'authority') return host === authority;
  return form !== 'absolute' || withPort(host, defaultPort) === withPort(authority, defaultPort);
}

function withPort(authority: string, defaultPort: number | undefined): string {
  return (/:\d+$/.test(authority) ? authority : `${authority}:${defaultPort}`).toLowerCase();
}
