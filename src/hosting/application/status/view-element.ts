/** A piece of a page, as plain data: the server writes it as HTML, a script in the browser makes elements of it. */
export interface ViewElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (ViewElement | string)[];
}

/** An element with a class (empty: none). Children that are undefined are left out. */
export function element(tag: string, className: string, ...children: readonly (ViewElement | string | undefined)[]): ViewElement {
  return { tag, attributes: className === '' ? {} : { class: className }, children: children.filter((child) => child !== undefined) };
}

export function withAttributes({ tag, attributes, children }: ViewElement, more: Readonly<Record<string, string>>): ViewElement {
  return { tag, attributes: { ...attributes, ...more }, children };
}
