import { element, type ViewElement } from './view-element.ts';

/** A code frame: the line in question and the mark below it stand out. */
export function codeFrameView(frame: string): ViewElement {
  const lines = frame.replace(/\n+$/, '').split('\n');
  const shown = lines.map((line, at) => {
    const text = at === lines.length - 1 ? line : `${line}\n`;
    return /^>|^\s*\|\s*\^/.test(line) ? element('b', '', text) : text;
  });
  return element('pre', 'frame', element('code', '', ...shown));
}
