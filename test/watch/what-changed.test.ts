import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { watchMews, type WatchingMews } from '../support/watch-mews.ts';

const MAIN = `import http from 'node:http';
import { readFileSync } from 'node:fs';
http.createServer((_, res) => res.end(process.env.GREETING + ' ' + readFileSync('view.txt', 'utf8'))).listen(3000);
`;

async function watching(): Promise<{ project: TempProject; mews: WatchingMews; answer: () => Promise<string> }> {
  const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': MAIN, 'view.txt': 'view', '.env': 'GREETING=hello\n' });
  const mews = await watchMews(project, ['--urls', `http://127.0.0.1:${await freePort()}`]);
  const answer = async (): Promise<string> => (await fetch(mews.url, { headers: { Connection: 'close' } })).text();
  expect(await answer()).toBe('hello view');
  return { project, mews, answer };
}

describe('what changed decides what is done', () => {
  test('.env: a new plan', async () => {
    const { mews, answer } = await watching();
    mews.edit('.env', 'GREETING=bye\n');
    await mews.nth('swapped', 1);
    expect(await mews.event('changed')).toMatchObject({ action: 'replan', files: ['.env'] });
    expect(await answer()).toBe('bye view');
  });

  test('a file that the app has read: a new process, and no build', async () => {
    const { mews, answer } = await watching();
    mews.edit('view.txt', 'another view');
    expect(await mews.nth('swapped', 1)).toMatchObject({ cause: 'view.txt', buildMilliseconds: null });
    expect(await answer()).toBe('hello another view');
  });

  test('a thousand files at once, one of them a source: one new version', async () => {
    const { project, mews, answer } = await watching();
    mkdirSync(project.path('src/data'));
    for (let file = 0; file < 1000; file++) writeFileSync(project.path(`src/data/${file}.txt`), String(file));
    mews.edit('src/main.ts', MAIN.replace("' '", "' and '"));
    await mews.nth('swapped', 1);
    expect(await answer()).toBe('hello and view');
    expect(mews.events().filter(({ type }) => type === 'swapped')).toHaveLength(1);
  });

  test('a project whose folder is gone goes on, and is followed again when it is back', async () => {
    const { project, mews } = await watching();
    renameSync(project.root, `${project.root}-moved`);
    await mews.when(({ type, error }) => type === 'error' && (error as { code: string }).code === 'MEWS3404');
    renameSync(`${project.root}-moved`, project.root);
    await mews.when(({ type, text }) => type === 'note' && String(text).includes('is back'));
    mews.edit('.env', 'GREETING=again\n');
    await mews.when(({ type }) => type === 'swapped');
  });
});
