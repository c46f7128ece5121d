import { expect, test } from 'vitest';
import { mewsError } from '../../../src/foundation/errors/mews-error.ts';
import { reportFailure } from '../../../src/launcher/watch/report-failure.ts';

test.each([
  [mewsError('buildFailed', { errors: 1, configuration: 'Debug' }), 'buildFailed'],
  [mewsError('outputNotWritable', { directory: 'dist', reason: 'full' }), 'buildFailed'],
  [mewsError('typecheckFailed', { errors: 1 }), 'typecheckFailed'],
  [mewsError('appCrashed', { error: 'Error: no', exitCode: 1 }), 'crashed'],
  [mewsError('neverListens', { seconds: 30, wanted: 'http://localhost:5000' }), 'neverListens'],
  [mewsError('appExited', { exitCode: 0 }), 'exited'],
  [mewsError('addressInUse', { address: 'http://localhost:5000', holder: '' }), 'startFailed'],
])('%s', (error, kind) => {
  const report = reportFailure(error);
  expect(report).toMatchObject({ kind, code: error.code, message: error.message, hint: error.hint });
  expect(report.title).not.toBe('');
});

test('errors come before warnings', () => {
  const diagnostics = [
    { severity: 'warning', code: 'w', text: 'w' },
    { severity: 'error', code: 'e', text: 'e' },
  ] as const;
  expect(reportFailure(mewsError('buildFailed', { errors: 1, configuration: 'Debug' }), { diagnostics }).diagnostics.map(({ code }) => code)).toEqual(['e', 'w']);
});
