import type { BrowserRefresh, PagePosition } from './browser-refresh.ts';
import type { RequestFacts } from './document-request.ts';
import { loadRefreshScript } from './load-refresh-script.ts';
import { REFRESH_CHANNEL_PATH, REFRESH_SCRIPT_PATH } from './refresh-paths.ts';

/** An answer of ours, whatever sends it. */
export interface RefreshAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for the channel, which goes on with what pages are told, and where there is none. */
  readonly body: string;
  /** The page that shall be told from now on. */
  readonly position?: PagePosition;
}

/** Whether a path, or a target with its query, is one of the two that mews answers itself. Cheap: it is asked of each request. */
export function isRefreshTarget(target: string): boolean {
  if (!target.startsWith(REFRESH_CHANNEL_PATH)) return false;
  const path = target.split('?', 1)[0];
  return path === REFRESH_CHANNEL_PATH || path === REFRESH_SCRIPT_PATH;
}

/** The answer to a request with such a target. */
export async function answerRefreshRequest(target: string, { method, header }: RequestFacts, refresh: BrowserRefresh): Promise<RefreshAnswer> {
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  if (method !== 'GET' && method !== 'HEAD') return withoutBody(405, { Allow: 'GET, HEAD' });
  // Other sites have no business here: the channel shows source code.
  if (/^(?:cross-site|same-site)$/.test(header('sec-fetch-site') ?? '')) return withoutBody(403);
  if (pathname === REFRESH_SCRIPT_PATH) return script(header('if-none-match'));
  // The page has reached a version that goes: the next one has a connection of its own.
  if (refresh.isClosed) return withoutBody(503, { 'Retry-After': '1' });
  return { status: 200, headers: CHANNEL_HEADERS, body: '', ...(method === 'GET' && { position: positionOf(searchParams) }) };
}

/** Nginx holds answers back unless it is told not to. */
const CHANNEL_HEADERS = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' };

async function script(known: string | undefined): Promise<RefreshAnswer> {
  const { text, etag } = await loadRefreshScript();
  const headers = { ETag: etag, 'Cache-Control': 'no-cache' };
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) return { status: 304, headers, body: '' };
  return { status: 200, headers: { ...headers, 'Content-Type': 'text/javascript; charset=utf-8', 'X-Content-Type-Options': 'nosniff' }, body: text };
}

function withoutBody(status: number, headers: Readonly<Record<string, string>> = {}): RefreshAnswer {
  return { status, headers: { 'Cache-Control': 'no-store', ...headers }, body: '' };
}

function positionOf(query: URLSearchParams): PagePosition {
  const moment = Number(query.get('moment') ?? '0');
  return { generation: query.get('generation') ?? undefined, moment: Number.isSafeInteger(moment) ? moment : 0 };
}
