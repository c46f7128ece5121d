import { expect, it } from 'vitest';
import { codeFrame, locateOffset } from '../../../src/foundation/errors/code-frame.ts';

const text = 'one\ntwo\nthree\nfour\nfive\nsix';

it('marks the line and the column, two lines around', () => {
  expect(codeFrame(text, { line: 4, column: 2 })).toBe(['  2 | two', '  3 | three', '> 4 | four', '    |  ^', '  5 | five', '  6 | six'].join('\n'));
});

it('keeps tabs, so that the caret stands under its column', () => {
  expect(codeFrame('\t\tx', { line: 1, column: 3 })).toBe('> 1 | \t\tx\n    | \t\t^');
});

it('shows the nearest line for a position beyond the text', () => {
  expect(codeFrame('only', { line: 9, column: 1 })).toBe('> 1 | only\n    | ^');
});

it('counts neither a byte order mark nor the CR of CRLF', () => {
  expect(locateOffset('f', '\uFEFFa\r\nbc', 5)).toMatchObject({ line: 2, column: 2 });
  expect(locateOffset('f', '\uFEFFabc', 2)).toMatchObject({ line: 1, column: 2 });
});
