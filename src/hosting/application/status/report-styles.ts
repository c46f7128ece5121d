/**
 * How a report looks, on the status page and in the overlay. In px, for the overlay lives in pages of others, whose font sizes
 * are theirs.
 */
export const REPORT_STYLES = `
:root, :host {
  color-scheme: light dark;
  --ground: #f4f3f0; --card: #fdfdfc; --line: #e4e2dc; --code-ground: #f6f5f2;
  --text: #22252b; --quiet: #6c6f76; --link: #2f5f9e; --error: #b3362b; --error-ground: #fbecea; --warning: #8f6400; --calm: #3d7a5a;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Helvetica, Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root, :host {
    --ground: #15171b; --card: #1c1f24; --line: #2e3239; --code-ground: #16191d;
    --text: #dfe1e5; --quiet: #8e939c; --link: #8ab4ea; --error: #f08d82; --error-ground: #37221f; --warning: #dcb35c; --calm: #7fc29f;
  }
}
.report { font: 15px/1.55 var(--sans); color: var(--text); overflow-wrap: anywhere; }
.report * { box-sizing: border-box; }
.report header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 12px; }
.report h1 { margin: 0; font: 600 22px/1.3 var(--sans); letter-spacing: -0.01em; text-wrap: balance; }
.report .dot { width: 9px; height: 9px; border-radius: 50%; background: var(--error); transform: translateY(-2px); }
.report.starting .dot { background: var(--calm); animation: breathe 1.6s ease-in-out infinite; }
@keyframes breathe { 50% { opacity: 0.25; } }
@media (prefers-reduced-motion: reduce) { .report.starting .dot { animation: none; } }
.report .code { font: 12.5px/1.5 var(--mono); color: var(--quiet); }
.report header .code { margin-left: auto; }
.report p { margin: 0; white-space: pre-wrap; }
.report .message { margin-top: 14px; }
.report .hint { margin-top: 14px; padding-left: 12px; border-left: 3px solid var(--line); color: var(--quiet); }
.report .findings { list-style: none; margin: 0; padding: 0; }
.report .finding { margin-top: 22px; padding-top: 18px; border-top: 1px solid var(--line); }
.report .severity { font-weight: 600; color: var(--error); }
.report .warning .severity { color: var(--warning); }
.report .place { display: inline-block; margin-top: 4px; font: 13px/1.5 var(--mono); color: var(--quiet); }
.report a.place { color: var(--link); text-decoration: underline transparent; text-underline-offset: 3px; transition: text-decoration-color 0.15s; }
.report a.place:hover { text-decoration-color: currentColor; }
.report a:focus-visible, .report summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.report .frame { margin: 10px 0 0; padding: 12px 0; overflow-x: auto; overflow-wrap: normal; border: 1px solid var(--line); border-radius: 8px;
  background: var(--code-ground); color: var(--quiet); font: 13px/1.6 var(--mono); tab-size: 4; }
.report .frame code { display: block; width: max-content; min-width: 100%; padding: 0 14px; font: inherit; }
.report .frame b { display: block; margin: 0 -14px; padding: 0 14px; font-weight: 400; color: var(--text); background: var(--error-ground); }
.report .frame b + b { color: var(--error); }
.report .stack { margin-top: 22px; padding-top: 18px; border-top: 1px solid var(--line); }
.report .stack summary { width: fit-content; cursor: pointer; color: var(--quiet); font-size: 13px; }
.report .stack ol { list-style: none; margin: 8px 0 0; padding: 0; font: 13px/1.7 var(--mono); color: var(--quiet); }
.report .stack li { padding-left: 20px; text-indent: -20px; white-space: pre-wrap; }
.report .stack li.own { color: var(--text); }
.report .stack .place { display: inline; margin: 0; color: inherit; }
.report .stack .own a.place { color: var(--link); }
`;
