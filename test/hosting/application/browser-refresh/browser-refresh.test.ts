import { describe, expect, test, vi } from 'vitest';
import { BrowserRefresh, type PagePosition } from '../../../../src/hosting/application/browser-refresh/browser-refresh.ts';
import { refreshTag } from '../../../../src/hosting/application/browser-refresh/refresh-tag.ts';
import { BUILD_FAILED } from '../../../support/status-reports.ts';

interface FakePage {
  readonly told: string[];
  hasEnded: boolean;
  leave(): void;
}

function connect(refresh: BrowserRefresh, position: PagePosition = { generation: '1', moment: 0 }): FakePage {
  const page: FakePage = { told: [], hasEnded: false, leave: () => {} };
  page.leave = refresh.connect({ send: (text) => void page.told.push(text), end: () => void (page.hasEnded = true) }, position);
  return page;
}

/** The messages, without the greeting. */
const messages = ({ told }: FakePage): unknown[] => told.slice(1).map((text) => JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? 'null') as unknown);

const CLEAR = { type: 'clearReport' } as const;
const SHOW = { type: 'showReport', report: BUILD_FAILED } as const;

function make(options: { warn?: (text: string) => void } = {}): BrowserRefresh {
  return new BrowserRefresh({ generation: '1', warn: () => {}, root: '/p', ...options });
}

describe('a page that connects', () => {
  test('is told who answers, and that there is nothing to show', () => {
    expect(connect(make()).told).toEqual([
      'data: {"type":"connected","generation":"1","editor":"vscode","root":"/p"}\n\n',
      'id: 0\ndata: {"type":"clearReport"}\n\n',
    ]);
  });

  test('is told of the report that is shown', () => {
    const refresh = make();
    refresh.send(SHOW);
    expect([messages(connect(refresh)), refresh.report]).toEqual([[SHOW], BUILD_FAILED]);
    refresh.send(CLEAR);
    expect([messages(connect(refresh)), refresh.report]).toEqual([[CLEAR], undefined]);
  });

  test('hears what it has missed, and nothing else', () => {
    const refresh = make();
    refresh.send({ type: 'updateStyles', paths: ['/a.css', '/b.css'] });
    refresh.send({ type: 'updateStyles', paths: ['/b.css', '/c.css'] });
    expect(messages(connect(refresh, { generation: '1', moment: 0 }))).toEqual([{ type: 'updateStyles', paths: ['/a.css', '/b.css', '/c.css'] }, CLEAR]);
    expect(messages(connect(refresh, { generation: '1', moment: 1 }))).toEqual([{ type: 'updateStyles', paths: ['/b.css', '/c.css'] }, CLEAR]);
    expect(messages(connect(refresh, { generation: '1', moment: 2 }))).toEqual([CLEAR]);
    refresh.send({ type: 'reload' });
    expect(messages(connect(refresh, { generation: '1', moment: 2 }))).toEqual([{ type: 'reload' }, CLEAR]);
    expect(messages(connect(refresh, { generation: '1', moment: 3 }))).toEqual([CLEAR]);
  });

  test('from another version, or from none that it knows, need not hear of changes of this one', () => {
    const refresh = make();
    refresh.send({ type: 'reload' });
    expect(messages(connect(refresh, { generation: '0', moment: 0 }))).toEqual([CLEAR]);
    expect(messages(connect(refresh, { generation: undefined, moment: 0 }))).toEqual([CLEAR]);
  });
});

test('all open pages are told, each with the moment that it has seen then', () => {
  const refresh = make();
  const pages = [connect(refresh), connect(refresh)];
  const gone = connect(refresh);
  gone.leave();
  expect(refresh.openPages).toBe(2);
  refresh.send({ type: 'updateStyles', paths: ['/a.css'] });
  refresh.send({ type: 'reload' });
  for (const { told } of pages) expect(told.slice(2)).toEqual(['id: 1\ndata: {"type":"updateStyles","paths":["/a.css"]}\n\n', 'id: 2\ndata: {"type":"reload"}\n\n']);
  expect(gone.told).toHaveLength(2);
});

test('a line end in a report does not end the message', () => {
  const refresh = make();
  refresh.send({ type: 'showReport', report: { ...BUILD_FAILED, message: 'a\n\ndata: {}\r\u2028' } });
  const [, text = ''] = connect(refresh).told;
  expect(text.split(/[\r\n]+/)).toHaveLength(3);
});

test('signs of life are sent while pages listen, and end with the channel', () => {
  vi.useFakeTimers();
  const refresh = make();
  const page = connect(refresh);
  vi.advanceTimersByTime(30_000);
  expect(page.told.slice(2)).toEqual([':\n\n', ':\n\n']);
  refresh.close();
  expect([page.hasEnded, refresh.isClosed, refresh.openPages, vi.getTimerCount()]).toEqual([true, true, 0, 0]);
  vi.useRealTimers();
});

test('a page that connects too late is sent on', () => {
  const refresh = make();
  refresh.close();
  const page = connect(refresh);
  expect([page.hasEnded, page.told, refresh.openPages]).toEqual([true, [], 0]);
});

test('a reason is told once', () => {
  const warnings: string[] = [];
  const refresh = make({ warn: (text) => void warnings.push(text) });
  refresh.warnOnce('a', '1');
  refresh.warnOnce('a', '2');
  refresh.warnOnce('b', '3');
  expect(warnings).toEqual(['1', '3']);
});

test.each([
  [{ method: 'GET' }, '<script src="/_framework/mews-refresh.js" data-generation="a&quot;&lt;b>&amp;" data-moment="3" async></script>'],
  [{ method: 'POST', nonce: 'n+/=' }, '<script src="/_framework/mews-refresh.js" data-generation="a&quot;&lt;b>&amp;" data-moment="3" data-method="POST" nonce="n+/=" async></script>'],
  [{ method: 'GET', isStatus: true }, '<script src="/_framework/mews-refresh.js" data-generation="a&quot;&lt;b>&amp;" data-moment="3" data-status async></script>'],
])('the tag says what the page must know of itself: %j', (facts, tag) => {
  expect(refreshTag({ generation: 'a"<b>&', moment: 3 }, facts)).toBe(tag);
});
