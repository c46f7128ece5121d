import { expect, it } from 'vitest';
import { isSourceFile } from '../../../src/launcher/project/source-file.ts';

it.each([
  ['a.ts', true],
  ['a.mts', true],
  ['a.cts', true],
  ['a.tsx', true],
  ['a.js', true],
  ['a.mjs', true],
  ['a.cjs', true],
  ['a.jsx', true],
  ['a.d.ts', false],
  ['a.d.mts', false],
  ['a.json', false],
  ['ts', false],
])('%s can be run: %s', (file, canRun) => {
  expect(isSourceFile(file)).toBe(canRun);
});
