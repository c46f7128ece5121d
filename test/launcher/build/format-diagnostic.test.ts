import { expect, test } from 'vitest';
import { foldDiagnostics } from '../../../src/launcher/build/fold-diagnostics.ts';
import { formatDiagnostic } from '../../../src/launcher/build/format-diagnostic.ts';

test('a finding reads as editors and build tools know it', () => {
  expect(formatDiagnostic({ severity: 'error', file: '/p/src/a.ts', line: 3, column: 5, code: 'TS1', text: 'No.' }, '/p')).toBe('src/a.ts(3,5): error TS1: No.');
  expect(formatDiagnostic({ severity: 'warning', code: '', text: 'Hm.' }, '/p')).toBe('warning: Hm.');
  expect(formatDiagnostic({ severity: 'error', file: '/q/b.ts', line: 1, column: 1, code: '', text: 'No.', frame: '> 1 | x' }, '/p')).toBe('../q/b.ts(1,1): error: No.\n\n> 1 | x\n');
});

test('the same finding is told once, in the order of files and lines', () => {
  const at = (file: string, line: number) => ({ severity: 'error', file, line, column: 1, code: 'X', text: 'x' }) as const;
  expect(foldDiagnostics([at('/b', 1), at('/a', 9), at('/a', 10), at('/b', 1), { severity: 'error', code: 'G', text: 'global' }])).toEqual([
    { severity: 'error', code: 'G', text: 'global' }, at('/a', 9), at('/a', 10), at('/b', 1),
  ]);
});
