import type { ViewElement } from './view-element.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** An element as HTML. */
export function renderHtml({ tag, attributes, children }: ViewElement): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join('');
  const inner = children.map((child) => (typeof child === 'string' ? escapeHtml(child) : renderHtml(child))).join('');
  return `<${tag}${written}>${inner}</${tag}>`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
