import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { WatchEvent } from '../../../src/foundation/events/watch-event.ts';
import { renderWatchEvent } from '../../../src/launcher/cli/render-watch-event.ts';

const swapped = { type: 'swapped', cause: 'src/version.ts', more: 0, buildMilliseconds: 31, swapMilliseconds: 92, drained: 3, cut: 0, isDraining: false } as const;

const render = (event: WatchEvent, verbosity: 'quiet' | 'minimal' = 'minimal'): string => stripVTControlCharacters(renderWatchEvent(event, verbosity));

test('one calm line for a cycle', () => {
  expect(render(swapped)).toBe('edited src/version.ts → build 31 ms → swapped in 92 ms · 3 drained, 0 cut');
  expect(render({ ...swapped, more: 2, cut: 1 })).toBe('edited src/version.ts and 2 more → build 31 ms → swapped in 92 ms · 3 drained, 1 cut');
  expect(render({ ...swapped, cause: 'restart requested', buildMilliseconds: null })).toBe('restart requested → swapped in 92 ms · 3 drained, 0 cut');
  expect(render({ ...swapped, isDraining: true })).toContain('requests in flight go on');
});

test('what the browser alone has to do', () => {
  expect(render({ type: 'refreshed', cause: 'wwwroot/site.css', more: 0, action: 'styles' })).toBe('edited wwwroot/site.css → styles updated in the browser');
});

test('a crash is said at every verbosity, the rest not when it is to be quiet', () => {
  expect(render({ type: 'restarting', reason: '', pauseMilliseconds: 500 }, 'quiet')).toContain('0.5 s');
  expect(render(swapped, 'quiet')).toBe('');
});
