import type { BrowserRefresh } from './browser-refresh.ts';
import { REFRESH_SCRIPT_PATH } from './refresh-paths.ts';

/** What a page must know of itself. */
export interface PageFacts {
  /** The method of the request that the page answers. */
  readonly method: string;
  /** Of a Content-Security-Policy that wants one. */
  readonly nonce?: string | undefined;
  /** The page shows a report instead of the app. */
  readonly isStatus?: boolean;
}

/** The tag that makes a page refresh itself; the page knows by it which version of the app made it, and when. */
export function refreshTag({ generation, moment }: Pick<BrowserRefresh, 'generation' | 'moment'>, { method, nonce, isStatus }: PageFacts): string {
  const attributes = [
    ['src', REFRESH_SCRIPT_PATH],
    ['data-generation', generation],
    ['data-moment', String(moment)],
    ...(method === 'POST' ? [['data-method', method]] : []),
    ...(nonce === undefined ? [] : [['nonce', nonce]]),
    ...(isStatus === true ? [['data-status', '']] : []),
  ];
  const written = attributes.map(([name = '', value = '']) => (value === '' ? name : `${name}="${escapeAttribute(value)}"`));
  return `<script ${written.join(' ')} async></script>`;
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
