import { describe, expect, it } from 'vitest';
import { moduleFormat } from '../../../src/launcher/project/module-format.ts';
import { isSourceFile, isTypeScript } from '../../../src/launcher/project/source-file.ts';
import { tempProject } from '../../support/temp-project.ts';

describe('moduleFormat', () => {
  it('goes by the extension, else by the nearest package.json', async () => {
    const { path } = await tempProject({ 'package.json': { type: 'module' }, 'cjs/package.json': { type: 'commonjs' }, 'none/package.json': {} });
    const formats = ['a.ts', 'a.js', 'deep/er/a.ts', 'a.cts', 'cjs/a.ts', 'cjs/a.mjs', 'none/a.js'].map((file) => `${file} ${moduleFormat(path(file))}`);
    expect(formats).toEqual([
      'a.ts module',
      'a.js module',
      'deep/er/a.ts module',
      'a.cts commonjs',
      'cjs/a.ts commonjs',
      'cjs/a.mjs module',
      'none/a.js undetermined',
    ]);
  });
});

describe('source files', () => {
  it.each([
    ['a.ts', true, true],
    ['a.mts', true, true],
    ['a.cts', true, true],
    ['a.tsx', true, true],
    ['a.js', true, false],
    ['a.mjs', true, false],
    ['a.cjs', true, false],
    ['a.jsx', true, false],
    ['a.d.ts', false, false],
    ['a.d.mts', false, false],
    ['a.json', false, false],
    ['ts', false, false],
  ])('%s: runs %s, TypeScript %s', (file, source, typescript) => {
    expect(isSourceFile(file)).toBe(source);
    expect(isTypeScript(file)).toBe(typescript);
  });
});
