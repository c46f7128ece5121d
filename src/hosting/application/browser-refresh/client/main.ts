/**
 * What runs in pages: listens to the refresh channel and does what it says. Bundled by the build into one script without
 * dependencies, which must work in any page: under a strict Content-Security-Policy and Trusted Types, beside any framework.
 */
import { followChannel } from './follow-channel.ts';
import { renewStyles } from './renew-styles.ts';
import { ReportDisplay } from './report-display.ts';
import { reloadPage, settleAt, thisPage } from './this-page.ts';

const STARTED = Symbol.for('mews.refresh');

if (!(STARTED in globalThis) && !isPartOfPage()) {
  Object.defineProperty(globalThis, STARTED, { value: true });
  start();
}

function start(): void {
  // Somebody may have written a tag without attributes into the page, too.
  const ours = document.currentScript?.hasAttribute('data-generation') ? document.currentScript : document.querySelector('script[data-generation]');
  const page = thisPage(ours);
  const display = new ReportDisplay(page.isStatus);
  followChannel(page, (message) => {
    switch (message.type) {
      case 'connected':
        display.options = message;
        settleAt(page, message.generation);
        return;
      case 'reload':
        reloadPage(page);
        return;
      case 'updateStyles':
        void renewStyles(message.paths, page);
        return;
      case 'showReport':
        display.show(message.report);
        return;
      case 'clearReport':
        display.clear();
        return;
    }
  });
}

/** Frames of the same site come and go with the page around them. In those of another site (a preview) the page is by itself. */
function isPartOfPage(): boolean {
  try {
    return window.parent !== window && window.parent.location.origin === location.origin;
  } catch {
    return false;
  }
}
