import type { StatusReport } from '../../../foundation/events/status-report.ts';
import { refreshTag } from '../browser-refresh/refresh-tag.ts';
import type { PlaceOptions } from './place-link.ts';
import { renderHtml } from './render-html.ts';
import { DOCUMENT_STYLES, reportDocument, styleSource } from './report-document.ts';
import { reportView } from './report-view.ts';

const STYLES = `${DOCUMENT_STYLES}footer { max-width: 880px; margin: 16px auto 0; padding: 0 clamp(20px, 4vw, 40px); font: 13px/1.5 var(--sans); color: var(--quiet); }
`;

/** Nothing but these styles, our own script and its channel: what a report quotes cannot do anything. */
export const STATUS_PAGE_POLICY = [
  `default-src 'none'`,
  `style-src ${styleSource(STYLES)}`,
  `script-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ');

/** What the page is for, and how it finds out that it is no longer needed. */
export interface StatusPageOptions extends PlaceOptions {
  readonly generation: string;
  readonly moment: number;
  readonly method: string;
}

/**
 * The page in the place of an app that cannot be served. It is asked for again as soon as the app can, by its script and the
 * refresh channel; without scripts every two seconds.
 */
export function statusPage(report: StatusReport, options: StatusPageOptions): string {
  return reportDocument({
    title: report.title,
    styles: STYLES,
    head: '<noscript><meta http-equiv="refresh" content="2"></noscript>',
    body: `<main>${renderHtml(reportView(report, options))}</main>
<footer>This page goes away by itself as soon as the app can be served.</footer>
${refreshTag(options, { method: options.method, isStatus: true })}`,
  });
}
