import { describe, expect, test } from 'vitest';
import { startListening } from '../support/run-mews.ts';
import { tempProject } from '../support/temp-project.ts';
import { type Ending, HELLO_WORLDS, type HelloWorld, sourceOf, WRITINGS, type Writing } from './hello-world-sources.ts';
import { textOf } from './text-of.ts';

interface Case {
  readonly world: HelloWorld;
  readonly writing: Writing;
  readonly ending: Ending;
  readonly args?: readonly string[];
}

const worlds = Object.entries(HELLO_WORLDS);
const writings = Object.entries(WRITINGS);
const plain: Writing = { file: 'src/main.ts', type: 'module', syntax: 'import' };
const everyWriting = worlds.flatMap(([framework, world]) => writings.map(([name, writing]) => ({ name: `${framework}: ${name}`, world, writing })));

/** A project of one hello world, run on a free port; what it answers. */
async function answerOf({ world, writing, ending, args = [] }: Case): Promise<string> {
  const project = await tempProject({
    'package.json': { name: 'hello', type: writing.type },
    [writing.file]: sourceOf(world, writing, ending),
  });
  project.install(...world.packages);
  const mews = await startListening(['--urls', 'http://localhost:0', ...args], { cwd: project.root });
  expect(mews.url).toMatch(/^http:\/\/localhost:[1-9]\d*$/);
  const answer = await textOf(mews.url);
  expect(mews.stderr().match(/Now listening on/g)).toHaveLength(1);
  return answer;
}

describe('an unmodified hello world that listens on a port of its own is given the address of the launch', () => {
  test.each(everyWriting)('$name', async ({ world, writing }) => {
    expect(await answerOf({ world, writing, ending: { listen: '3000' } })).toBe('Hello World!');
  });
});

describe('a hello world that listens on process.env.PORT', () => {
  test.each(worlds)('%s', async (_, world) => {
    expect(await answerOf({ world, writing: plain, ending: { listen: `process.env['PORT'] ?? 3000` } })).toBe('Hello World!');
  });
});

describe('a hello world that exports itself instead of listening is served', () => {
  test.each(everyWriting)('$name', async ({ world, writing }) => {
    expect(await answerOf({ world, writing, ending: 'export' })).toBe('Hello World!');
  });
});

describe('a Release, minified, answers as the Debug does', () => {
  test.each(worlds)('%s', async (_, world) => {
    expect(await answerOf({ world, writing: plain, ending: { listen: '3000' }, args: ['-c', 'Release'] })).toBe('Hello World!');
  });
});
