import { namesIn } from './connection-names.ts';
import {
  CONNECTION,
  CONTENT_LENGTH,
  DROP,
  FieldKinds,
  FORWARDED_FOR,
  FORWARDED_HOST,
  FORWARDED_PROTO,
  HOST,
  TE,
  UPGRADE,
  type FieldKind,
} from './field-kinds.ts';
import { keptLines, withoutNamed } from './field-lines.ts';

/** What the fields of a request say to who passes it on. */
export interface RequestFields {
  /** The request line, if it goes on as it is, and the field lines that do, each with its CRLF. */
  lines: string;
  hasRequestLine: boolean;
  /** Values of fields that several may have set before: joined with commas; empty when there are none. */
  forwardedFor: string;
  forwardedProto: string;
  forwardedHost: string;
  host: string | undefined;
  hasLength: boolean;
  /** The protocols that the client would rather speak; empty: none. */
  upgrade: string;
  /** What of a response's coding the client understands. */
  te: string;
  /** Names of fields that are for this hop alone. */
  connectionNames: readonly string[];
}

const NO_NAMES: readonly string[] = [];

/** One object for all requests, read at once. */
const found: RequestFields = { lines: '', hasRequestLine: false, forwardedFor: '', forwardedProto: '', forwardedHost: '', host: undefined, hasLength: false, upgrade: '', te: '', connectionNames: NO_NAMES };

/**
 * Fields of one hop (RFC 9110 section 7.6.1), and those that are written anew. HTTP2-Settings belongs to an upgrade that is never passed on; Forwarded
 * and X-Forwarded-Prefix would seem to be of who passes the request on.
 */
export function requestFieldKinds(dropped: readonly string[]): FieldKinds {
  const kinds = {
    connection: CONNECTION,
    'keep-alive': DROP,
    'proxy-connection': DROP,
    'transfer-encoding': DROP,
    'http2-settings': DROP,
    expect: DROP,
    forwarded: DROP,
    'x-forwarded-prefix': DROP,
    te: TE,
    upgrade: UPGRADE,
    host: HOST,
    'content-length': CONTENT_LENGTH,
    'x-forwarded-for': FORWARDED_FOR,
    'x-forwarded-proto': FORWARDED_PROTO,
    'x-forwarded-host': FORWARDED_HOST,
  };
  return new FieldKinds(kinds, dropped);
}

/** Reads a head whose field lines begin at `start`. `hasLine`: the request line before them goes on as it is. The result is to be read before the next call. */
// oxlint-disable-next-line max-params -- once for every request: no options object
export function readRequestFields(head: string, start: number, hasLine: boolean, kinds: FieldKinds): RequestFields {
  found.forwardedFor = found.forwardedProto = found.forwardedHost = found.upgrade = found.te = '';
  found.host = undefined;
  found.hasLength = false;
  found.connectionNames = NO_NAMES;
  found.hasRequestLine = hasLine;
  found.lines = keptLines(head, hasLine ? 0 : start, start, kinds, take);
  if (found.connectionNames.length > 0) found.lines = withoutNamed(found.lines, found.connectionNames);
  return found;
}

function take(kind: FieldKind, value: string): void {
  switch (kind) {
    case HOST:
      found.host ??= value;
      return;
    case CONTENT_LENGTH:
      found.hasLength = true;
      return;
    case CONNECTION: {
      const names = namesIn(value);
      if (names.length > 0) found.connectionNames = [...found.connectionNames, ...names];
      return;
    }
    case UPGRADE:
      found.upgrade = joined(found.upgrade, value);
      return;
    case TE:
      found.te = joined(found.te, value);
      return;
    case FORWARDED_FOR:
      found.forwardedFor = joined(found.forwardedFor, value);
      return;
    case FORWARDED_PROTO:
      found.forwardedProto = joined(found.forwardedProto, value);
      return;
    case FORWARDED_HOST:
      found.forwardedHost = joined(found.forwardedHost, value);
  }
}

/** Several fields of a name are one list (RFC 9110 section 5.3). */
export function joined(before: string, value: string): string {
  return before === '' ? value : value === '' ? before : `${before}, ${value}`;
}
