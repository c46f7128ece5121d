/** What a page knows of itself; see `refresh-tag.ts`. */
export interface ThisPage {
  /** The version of the app that has made it; empty when nobody has said: then the first one that answers. */
  generation: string;
  /** The last change that it shows. */
  moment: string;
  /** It answers a POST: what was sent must not be sent again. */
  readonly isAnswerToPost: boolean;
  /** It shows a report instead of the app. */
  readonly isStatus: boolean;
}

/** The generation for which this tab has loaded a page again. */
const RELOADED_FOR = 'mews-refresh';

export function thisPage(script: Element | null): ThisPage {
  const read = (name: string): string => script?.getAttribute(`data-${name}`) ?? '';
  return { generation: read('generation'), moment: read('moment') || '0', isAnswerToPost: read('method') === 'POST', isStatus: script?.hasAttribute('data-status') ?? false };
}

/** Loads the page again; one that answers a POST is asked for with GET, which browsers would not do by themselves. */
export function reloadPage({ isAnswerToPost }: Pick<ThisPage, 'isAnswerToPost'>): void {
  if (isAnswerToPost) location.replace(location.pathname + location.search);
  else location.reload();
}

/**
 * The version of the app that answers is `generation`: a page of another one is loaded again. Only once for each version: what a
 * cache (a service worker) gives us then is older still, and would be so for ever.
 */
export function settleAt(page: ThisPage, generation: string): void {
  page.generation ||= generation;
  if (page.generation === generation) return remember('');
  if (remembered() === generation) return;
  remember(generation);
  reloadPage(page);
}

/** Pages without an origin of their own have no storage. */
function remembered(): string | null {
  try {
    return sessionStorage.getItem(RELOADED_FOR);
  } catch {
    return null;
  }
}

function remember(generation: string): void {
  try {
    if (generation === '') sessionStorage.removeItem(RELOADED_FOR);
    else sessionStorage.setItem(RELOADED_FOR, generation);
  } catch {
    // Without storage the channel is another origin's, and never connects.
  }
}
