import type { StatusReport } from '../../../../foundation/events/status-report.ts';
import type { PlaceOptions } from '../../status/place-link.ts';
import { reportView } from '../../status/report-view.ts';
import { buildElement } from './build-element.ts';
import { ReportOverlay } from './report-overlay.ts';

/** Shows reports: over the page, or as the page where it is one of reports. */
export class ReportDisplay {
  options: PlaceOptions = { editor: 'vscode', root: '' };
  readonly #overlay: ReportOverlay | undefined;
  /** As it was told last, whether it is still looked at or not. */
  #told = '';

  constructor(isStatusPage: boolean) {
    this.#overlay = isStatusPage ? undefined : new ReportOverlay();
  }

  /** One that comes again with a new connection is not shown again to somebody who has closed it. */
  show(report: StatusReport): void {
    const told = JSON.stringify(report);
    if (told === this.#told) return;
    this.#told = told;
    const view = buildElement(reportView(report, this.options));
    if (this.#overlay) return this.#overlay.show(view, { isCalm: report.kind === 'starting', label: report.title });
    document.title = report.title;
    document.querySelector('main')?.replaceChildren(view);
  }

  /** A page of reports waits for the app itself. */
  clear(): void {
    this.#told = '';
    this.#overlay?.hide();
  }
}
