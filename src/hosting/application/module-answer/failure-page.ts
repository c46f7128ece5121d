import type { FailureAnswer } from '../../../foundation/events/module-settings.ts';
import type { PlaceOptions } from '../status/place-link.ts';
import { renderHtml } from '../status/render-html.ts';
import { DOCUMENT_STYLES, reportDocument, styleSource } from '../status/report-document.ts';
import { reportView } from '../status/report-view.ts';
import { element, type ViewElement } from '../status/view-element.ts';
import { failureDetails, failureReport, failureTitle } from './failure-text.ts';

const STYLES = `${DOCUMENT_STYLES}h2 { margin: 22px 0 0; font: 600 13px/1.5 var(--sans); color: var(--quiet); }
`;

/** Nothing but these styles: what a failure quotes cannot do anything. */
export const FAILURE_PAGE_POLICY = `default-src 'none'; style-src ${styleSource(STYLES)}; base-uri 'none'; form-action 'none'`;

/** The page of a failure, for developers: what happened, what to do, and what to look at. */
export function failurePage(failure: FailureAnswer, options: PlaceOptions): string {
  const body = `<main>${renderHtml(reportView(failureReport(failure), options))}${renderHtml(detailsView(failure))}</main>`;
  return reportDocument({ title: failureTitle(failure), styles: STYLES, body });
}

function detailsView(failure: FailureAnswer): ViewElement {
  const sections = failureDetails(failure).flatMap(([name, value]) => [element('h2', '', name), element('pre', 'frame', element('code', '', value))]);
  return element('section', 'report', ...sections);
}
