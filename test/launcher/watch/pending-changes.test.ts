import { expect, test } from 'vitest';
import { type FileStamp, UNKNOWN } from '../../../src/launcher/watch/file-stamp.ts';
import { PendingChanges } from '../../../src/launcher/watch/pending-changes.ts';

const stamp = (other: Partial<FileStamp> = {}): FileStamp => ({ mtime: 1000, ctime: 1000, size: 10, inode: 1, isFresh: false, ...other });

function changesFrom(before: FileStamp | undefined, after: FileStamp | undefined) {
  const pending = new PendingChanges();
  pending.note('/a', before);
  return { changes: pending.changes(() => after).map(({ kind }) => kind), isUnsettled: pending.isUnsettled(() => after) };
}

test.each<[string, FileStamp | undefined, FileStamp | undefined, string[]]>([
  ['a file where there was none is new', undefined, stamp(), ['added']],
  ['one that is gone is removed', stamp(), undefined, ['removed']],
  ['one that was never there before or after is nothing', undefined, undefined, []],
  ['another time', stamp(), stamp({ mtime: 2000 }), ['changed']],
  ['an older time', stamp(), stamp({ mtime: 500 }), ['changed']],
  ['another size', stamp(), stamp({ size: 11 }), ['changed']],
  ['another file of the same time and size', stamp(), stamp({ inode: 2 }), ['changed']],
  ['other rights alone', stamp(), stamp({ ctime: 2000 }), []],
  ['something unknown', UNKNOWN, stamp(), ['changed']],
])('%s', (_, before, after, kinds) => expect(changesFrom(before, after).changes).toEqual(kinds));

test.each<[string, FileStamp | undefined, FileStamp | undefined, boolean]>([
  ['a file that has gone', stamp(), undefined, true],
  ['a file that has become empty', stamp(), stamp({ size: 0, mtime: 2000 }), true],
  ['a file that is empty and may not have been', UNKNOWN, stamp({ size: 0 }), true],
  ['a file that was empty already', stamp({ size: 0 }), stamp({ size: 0, mtime: 2000 }), false],
  ['a new empty file', undefined, stamp({ size: 0 }), false],
  ['a changed file', stamp(), stamp({ size: 11 }), false],
])('%s may be about to be written', (_, before, after, isUnsettled) => expect(changesFrom(before, after).isUnsettled).toBe(isUnsettled));

test('what a file was at first is what it is compared with', () => {
  const pending = new PendingChanges();
  pending.note('/a', undefined);
  pending.note('/a', stamp());
  expect(pending.changes(() => stamp())).toEqual([{ kind: 'added', path: '/a' }]);
  pending.clear();
  expect([pending.size, pending.changes(() => stamp())]).toEqual([0, []]);
});
