import type { StatusReport } from './status-report.ts';

/** What open pages are told through the refresh channel. */
export type RefreshMessage =
  /** Load the page again. */
  | { readonly type: 'reload' }
  /** Stylesheets have changed: absolute URL paths (`/css/site.css`). What is typed into a form stays. */
  | { readonly type: 'updateStyles'; readonly paths: readonly string[] }
  /** The version being served goes on, but the newest one does not work. */
  | { readonly type: 'showReport'; readonly report: StatusReport }
  | { readonly type: 'clearReport' };
