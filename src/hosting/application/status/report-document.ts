import { createHash } from 'node:crypto';
import { escapeHtml } from './render-html.ts';
import { REPORT_STYLES } from './report-styles.ts';

/** How a page looks that is a report and nothing else. */
export const DOCUMENT_STYLES = `${REPORT_STYLES}
html { background: var(--ground); }
body { margin: 0; padding: clamp(16px, 6vh, 72px) clamp(12px, 4vw, 48px); }
main { max-width: 880px; margin: 0 auto; padding: clamp(20px, 4vw, 40px); border: 1px solid var(--line); border-radius: 14px; background: var(--card); }
`;

export interface ReportDocument {
  readonly title: string;
  /** In a style element; what the page's policy lets in is `styleSource` of it. */
  readonly styles: string;
  /** Elements for the head, behind the styles. Default: none. */
  readonly head?: string;
  /** HTML. */
  readonly body: string;
}

/** A whole page. */
export function reportDocument({ title, styles, head = '', body }: ReportDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${styles}</style>${head === '' ? '' : `\n${head}`}
</head>
<body>
${body}
</body>
</html>
`;
}

/** The source expression for a style element (Content Security Policy Level 3). */
export function styleSource(styles: string): string {
  return `'sha256-${createHash('sha256').update(styles).digest('base64')}'`;
}
