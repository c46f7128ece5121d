import { nearPath } from '../../../foundation/errors/near-path.ts';
import { element, withAttributes, type ViewElement } from './view-element.ts';

/** How places in files are shown. */
export interface PlaceOptions {
  /** Scheme of an editor's links: `vscode`. */
  readonly editor: string;
  /** Folder of the project; empty if unknown. */
  readonly root: string;
}

export interface Place {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** `src/main.ts:3:5`, as a link that opens the editor where the whole path is known. */
export function placeLink({ file, line, column }: Place, { editor, root }: PlaceOptions): ViewElement {
  const position = line === undefined ? '' : `:${line}:${column ?? 1}`;
  const text = nearPath(file, root) + position;
  if (!/^(?:\/|[a-z]:[\\/])/i.test(file)) return element('span', 'place', text);
  return withAttributes(element('a', 'place', text), { href: `${editor}://file${toUrlPath(file)}${position}` });
}

function toUrlPath(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/').replace(/^([a-z])%3A/i, '$1:');
  return path.startsWith('/') ? path : `/${path}`;
}
