import { createHash } from 'node:crypto';
import type { FailureAnswer } from '../../../foundation/events/module-settings.ts';
import type { PlaceOptions } from '../status/place-link.ts';
import { escapeHtml, renderHtml } from '../status/render-html.ts';
import { REPORT_STYLES } from '../status/report-styles.ts';
import { reportView } from '../status/report-view.ts';
import { element, type ViewElement } from '../status/view-element.ts';
import { failureDetails, failureReport, failureTitle } from './failure-text.ts';

const STYLES = `${REPORT_STYLES}
html { background: var(--ground); }
body { margin: 0; padding: clamp(16px, 6vh, 72px) clamp(12px, 4vw, 48px); }
main { max-width: 880px; margin: 0 auto; padding: clamp(20px, 4vw, 40px); border: 1px solid var(--line); border-radius: 14px; background: var(--card); }
h2 { margin: 22px 0 0; font: 600 13px/1.5 var(--sans); color: var(--quiet); }
`;

/** Nothing but these styles: what a failure quotes cannot do anything. */
export const FAILURE_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLES).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** The page of a failure, for developers: what happened, what to do, and what to look at. */
export function failurePage(failure: FailureAnswer, options: PlaceOptions): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(failureTitle(failure))}</title>
<style>${STYLES}</style>
</head>
<body>
<main>${renderHtml(reportView(failureReport(failure), options))}${renderHtml(detailsView(failure))}</main>
</body>
</html>
`;
}

function detailsView(failure: FailureAnswer): ViewElement {
  const sections = failureDetails(failure).flatMap(([name, value]) => [element('h2', '', name), element('pre', 'frame', element('code', '', value))]);
  return element('section', 'report', ...sections);
}
