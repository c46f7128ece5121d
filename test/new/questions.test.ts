import { readdirSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startInTerminal } from '../run/terminal.ts';
import { hasProgram } from '../support/has-program.ts';
import { tempProject } from '../support/temp-project.ts';

const DOWN = '\u001B[B';
const ENTER = '\r';
const CTRL_C = '\u0003';

describe.skipIf(!hasProgram('python3'))('mews new on a terminal', () => {
  test('asks for the template and the name, and makes the project', async () => {
    const { root, path } = await tempProject();
    const mews = await startInTerminal(['new', '--no-restore'], { cwd: root, env: {} });
    await mews.said(/Which template\?/);
    expect(stripVTControlCharacters(mews.output())).toContain('Express app (express)');
    mews.type(DOWN + ENTER);
    await mews.said(/What is it called\?/);
    mews.type(`a/b${ENTER}`);
    await mews.said(/cannot be the name of a project/);
    mews.type(`${'\u007F'.repeat(3)}my nest${ENTER}`);
    expect(await mews.exited).toBe(0);
    expect(stripVTControlCharacters(mews.output())).toContain('mews new fastify -n my nest --no-restore');
    expect(stripVTControlCharacters(mews.output())).toContain('The template "Fastify app" was created successfully.');
    expect(JSON.parse(readFileSync(path('my nest/package.json'), 'utf8'))).toMatchObject({ name: 'my-nest' });
  });

  test('suggests a name, and asks for none that was given', async () => {
    const { root } = await tempProject();
    const suggesting = await startInTerminal(['new', '--no-restore'], { cwd: root, env: {} });
    await suggesting.said(/Which template\?/);
    suggesting.type(ENTER);
    await suggesting.said(/What is it called\?/);
    suggesting.type(ENTER);
    expect(await suggesting.exited).toBe(0);
    const named = await startInTerminal(['new', '-o', 'there', '--no-restore'], { cwd: root, env: {} });
    await named.said(/Which template\?/);
    named.type(ENTER);
    expect(await named.exited).toBe(0);
    expect(readdirSync(root).toSorted()).toEqual(['my-express', 'there']);
    expect(named.output()).not.toContain('What is it called?');
  });

  test.each(['template', 'name'])('makes nothing when Ctrl+C answers the question for the %s', async (question) => {
    const { root } = await tempProject();
    const mews = await startInTerminal(['new', '--no-restore'], { cwd: root, env: {} });
    await mews.said(/Which template\?/);
    if (question === 'name') {
      mews.type(ENTER);
      await mews.said(/What is it called\?/);
    }
    mews.type(CTRL_C);
    expect(await mews.exited).toBe(130);
    expect(stripVTControlCharacters(mews.output())).toContain('Nothing was made.');
    expect(readdirSync(root)).toEqual([]);
  });
});
