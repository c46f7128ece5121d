import { removeDotSegments } from '../../http1/dot-segments.ts';
import { isHostText } from '../../http1/host-syntax.ts';
import { decodePath } from '../../http1/percent-decoding.ts';
import type { HttpRequestFeature } from '../../http/request-features.ts';
import { encodePath } from '../encode-path.ts';

/** A target that is, as it was sent, what the URL parser would make of it (URL standard, special schemes); dot segments aside. */
const NORMAL_TARGET = /^\/[\w!$%&'()*+,\-./:;=@[\]|~]*(?:\?[\w!$%&()*+,\-./:;=?@[\\\]^`{|}~]*)?$/;
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:[/?]|$)/i;
const ABSOLUTE_FORM = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;
/** Origins made of scheme and Host field; most requests of a process have the same few. Bounded, for they come from clients. */
const ORIGINS = new Map<string, string>();
const MOST_ORIGINS = 1000;
const LONGEST_KEPT = 300;

/** `http://localhost:5000` for the Host field `LOCALHOST:5000`; undefined when no URL can be made of it. */
export function originOf(scheme: string, host: string): string | undefined {
  const text = `${scheme}://${host === '' ? 'localhost' : host}`;
  const known = ORIGINS.get(text);
  if (known !== undefined) return known;
  if (!isHostText(host) || !URL.canParse(text)) return undefined;
  const { origin } = new URL(text);
  // Only the web's schemes have an origin.
  const own = origin === 'null' ? text : origin;
  if (ORIGINS.size < MOST_ORIGINS && text.length <= LONGEST_KEPT) ORIGINS.set(text, own);
  return own;
}

/** The URL of a request, as `new Request(url).url` would tell it: as it was sent, unless middleware has changed path or query. */
export function urlOf(request: HttpRequestFeature, origin: string): string {
  const target = targetOf(request);
  const url = origin + target;
  return NORMAL_TARGET.test(target) && !DOT_SEGMENT.test(target) ? url : new URL(url).href;
}

function targetOf(request: HttpRequestFeature): string {
  const { rawTarget, queryString, pathBase } = request;
  const path = pathBase === '' ? request.path : pathBase + request.path;
  if (rawTarget === (queryString === '' ? path : path + queryString)) return rawTarget;
  const sent = rawTarget.replace(ABSOLUTE_FORM, '').replace(/\?.*$/s, '') || '/';
  const isAsSent = sent.startsWith('/') && removeDotSegments(decodePath(sent)) === path;
  return (isAsSent ? sent : encodePath(path)) + queryString;
}
