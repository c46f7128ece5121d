import type { ViewElement } from '../../status/view-element.ts';

/** What `renderHtml` writes, as elements: no text is ever read as markup. */
export function buildElement({ tag, attributes, children }: ViewElement): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.map((child) => (typeof child === 'string' ? child : buildElement(child))));
  return made;
}
