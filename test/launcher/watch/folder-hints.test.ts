import { expect, test } from 'vitest';
import { FolderHints } from '../../../src/launcher/watch/folder-hints.ts';

/** Writes down what is looked at. */
function testTree(folders: readonly string[] = []) {
  const looks: string[] = [];
  return {
    looks,
    folders: () => [...folders],
    look: (folder: string, names?: ReadonlySet<string>, isRename?: boolean) => void looks.push(`look ${folder} ${names ? [...names].join(',') : 'all'}${isRename ? ' renamed' : ''}`),
    reopen: (folder: string) => void looks.push(`reopen ${folder}`),
  };
}

test('each folder is looked at once, those above first, and then forgotten', () => {
  const hints = new FolderHints();
  hints.add({ folder: '/a/b', name: 'x', isRename: false });
  hints.add({ folder: '/a', name: 'b', isRename: true });
  hints.add({ folder: '/a/b', name: 'y', isRename: false });
  hints.add({ folder: '/c/d', name: undefined, isRename: true });
  expect([hints.has('/a/b', 'y'), hints.has('/a/b', 'z'), hints.mention('b'), hints.mention('.gitignore')]).toEqual([true, false, true, false]);
  const tree = testTree();
  hints.resolve(tree);
  expect(tree.looks).toEqual(['look /a b renamed', 'look /a/b x,y', 'reopen /c/d']);
  hints.resolve(tree);
  expect(tree.looks).toHaveLength(3);
});

test('after a storm everything is looked at: the system drops news when too much is waiting', () => {
  const hints = new FolderHints();
  for (let file = 0; file < 4000; file++) hints.add({ folder: '/a', name: `${file % 10}`, isRename: false });
  const tree = testTree(['/a', '/b']);
  hints.resolve(tree);
  expect(tree.looks).toEqual(['look /a 0,1,2,3,4,5,6,7,8,9', 'look /a all', 'look /b all']);
});
