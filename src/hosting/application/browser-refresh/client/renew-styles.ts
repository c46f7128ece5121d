import { decodePath, pathsOfSheet } from './paths-of-sheet.ts';
import { reloadPage, type ThisPage } from './this-page.ts';

/** Query parameter by which a sheet is another one to every cache. Servers of files take no notice of it. */
const VERSION = 'mews';

type SheetOwner = HTMLLinkElement | HTMLStyleElement;

/** The element that has come, or will come, in the place of one. */
const successors = new WeakMap<SheetOwner, SheetOwner>();
let version = 0;

/**
 * Shows the stylesheets at `paths` as they are now, and leaves the rest of the page alone. One that is nowhere on the page may be
 * anything: then the page is loaded again.
 */
export async function renewStyles(paths: readonly string[], page: ThisPage): Promise<void> {
  // Those that are imported keep their address: what caches have of it must be new.
  await Promise.all(paths.map((path) => fetch(new URL(path, location.origin), { cache: 'reload' }).catch(() => {})));
  const sheets = [...document.styleSheets].map((sheet) => ({ owner: sheet.ownerNode, paths: pathsOfSheet(sheet) }));
  const owners = new Set<SheetOwner>();
  for (const path of paths) {
    const having = sheets.filter((sheet) => sheet.paths.includes(decodePath(path))).map(({ owner }) => owner);
    if (having.length === 0 || !having.every(isSheetOwner)) return reloadPage(page);
    for (const owner of having) owners.add(newest(owner));
  }
  version++;
  for (const owner of owners) replace(owner);
}

function isSheetOwner(node: Element | ProcessingInstruction | null): node is SheetOwner {
  return node instanceof HTMLLinkElement || node instanceof HTMLStyleElement;
}

function newest(owner: SheetOwner): SheetOwner {
  const successor = successors.get(owner);
  return successor ? newest(successor) : owner;
}

/** The new sheet is loaded beside the old one, which goes when it is there: the page is never without. */
function replace(owner: SheetOwner): void {
  const next = owner.cloneNode(true) as SheetOwner;
  if (next instanceof HTMLLinkElement) {
    next.href = newAddress(next.href);
    next.removeAttribute('integrity');
  }
  successors.set(owner, next);
  next.addEventListener('load', () => removeAllBefore(next), { once: true });
  next.addEventListener('error', () => giveUp(next, owner), { once: true });
  owner.after(next);
}

/** Also those that were still loading when the next one was wanted. */
function removeAllBefore(next: SheetOwner): void {
  for (const element of document.querySelectorAll<SheetOwner>('link, style')) if (leadsTo(element, next)) element.remove();
}

function leadsTo(owner: SheetOwner, next: SheetOwner): boolean {
  const successor = successors.get(owner);
  return successor !== undefined && (successor === next || leadsTo(successor, next));
}

/** Styles that cannot be had are no reason to take those away that are there. */
function giveUp(next: SheetOwner, owner: SheetOwner): void {
  const successor = successors.get(next);
  if (successor) successors.set(owner, successor);
  else successors.delete(owner);
  next.remove();
}

function newAddress(href: string): string {
  const url = new URL(href);
  url.searchParams.set(VERSION, String(version));
  return url.href;
}
