import { REPORT_STYLES } from '../../status/report-styles.ts';

/** First, that nothing of the page is inherited. */
const OVERLAY_STYLES = `:host { all: initial; }
${REPORT_STYLES}
dialog { box-sizing: border-box; width: min(880px, calc(100vw - 24px)); max-height: calc(100vh - 24px); margin: auto; padding: 0; overflow: auto; overscroll-behavior: contain;
  border: 1px solid var(--line); border-radius: 14px; background: var(--card); color: var(--text); box-shadow: 0 18px 60px rgb(0 0 0 / 0.28); outline: none; }
dialog > div { padding: clamp(18px, 4vw, 34px); }
dialog::backdrop { background: rgb(20 22 26 / 0.42); }
footer { margin-top: 26px; font: 13px/1.5 var(--sans); color: var(--quiet); }
kbd { padding: 1px 6px; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 5px; font: 12px/1.4 var(--sans); }
dialog.calm { position: fixed; inset: auto 16px 16px auto; width: auto; max-width: min(420px, calc(100vw - 32px)); margin: 0; }
dialog.calm > div { padding: 12px 18px; }
dialog.calm h1 { font-size: 15px; }
dialog.calm .message, dialog.calm .hint { display: none; }
`;

export interface OverlayOptions {
  /** In a corner, for what needs nobody's attention. */
  readonly isCalm: boolean;
  /** What it is called by those who cannot see it. */
  readonly label: string;
}

/** Something over the page that the page does not know of: its styles, scripts and keys are not touched. */
export class ReportOverlay {
  #dialog: HTMLDialogElement | undefined;

  /** A dialog, so that it lies over all else, has the keyboard, gives it back, and is closed with Esc. */
  show(content: HTMLElement, { isCalm, label }: OverlayOptions): void {
    this.hide();
    const host = document.createElement('mews-report');
    const dialog = document.createElement('dialog');
    dialog.className = isCalm ? 'calm' : '';
    dialog.setAttribute('aria-label', label);
    dialog.tabIndex = -1;
    const inner = document.createElement('div');
    inner.append(content, ...(isCalm ? [] : [footer()]));
    dialog.append(inner);
    const root = host.attachShadow({ mode: 'closed' });
    root.adoptedStyleSheets = [makeSheet()];
    root.append(dialog);
    document.documentElement.append(host);
    this.#dialog = dialog;
    dialog.addEventListener('close', () => host.remove());
    dialog.addEventListener('click', ({ target }) => void (target === dialog && dialog.close()));
    // The page's own short cuts are not meant.
    for (const event of ['keydown', 'keyup', 'keypress']) host.addEventListener(event, (press) => press.stopPropagation());
    // Not `show`, which would take the keyboard away.
    if (isCalm) {
      dialog.open = true;
      return;
    }
    dialog.showModal();
    // Not the first link, which a key would open.
    dialog.focus();
  }

  hide(): void {
    this.#dialog?.close();
    this.#dialog = undefined;
  }
}

function footer(): HTMLElement {
  const made = document.createElement('footer');
  const key = document.createElement('kbd');
  key.textContent = 'Esc';
  made.append('The version that worked last is still served. ', key, ' or a click outside closes this.');
  return made;
}

function makeSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(OVERLAY_STYLES);
  return sheet;
}
