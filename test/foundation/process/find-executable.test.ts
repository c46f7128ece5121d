import { chmodSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findExecutable } from '../../../src/foundation/process/find-executable.ts';
import { tempProject } from '../../support/temp-project.ts';

async function programs() {
  const project = await tempProject({ 'here/tool': '#!/bin/sh\n', 'bin/tool': '#!/bin/sh\n', 'bin/python9': '#!/bin/sh\n', 'plain.txt': 'text' });
  for (const file of ['here/tool', 'bin/tool', 'bin/python9']) chmodSync(project.path(file), 0o755);
  return { project, env: { PATH: project.path('bin') } };
}

it('looks for a bare name in the working directory, then on the PATH', async () => {
  const { project, env } = await programs();
  expect(findExecutable({ executable: 'tool', directory: project.path('here'), env })).toBe(project.path('here', 'tool'));
  expect(findExecutable({ executable: 'python9', directory: project.path('here'), env })).toBe(project.path('bin', 'python9'));
});

it('takes a path with a separator from the working directory', async () => {
  const { project, env } = await programs();
  expect(findExecutable({ executable: './here/tool', directory: project.root, env })).toBe(project.path('here', 'tool'));
});

it('names near programs when there is none of that name', async () => {
  const { project, env } = await programs();
  const find = (): string => findExecutable({ executable: 'pyton9', directory: project.root, env });
  expect(find).toThrow(expect.objectContaining({ code: 'MEWS3101', hint: expect.stringContaining(`'python9'`) }));
});

it('tells a file that may not be executed from one that is missing', async () => {
  const { project, env } = await programs();
  const find = (): string => findExecutable({ executable: './plain.txt', directory: project.root, env });
  expect(find).toThrow(expect.objectContaining({ code: 'MEWS3102' }));
});
