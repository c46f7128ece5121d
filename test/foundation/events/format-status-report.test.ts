import { expect, test } from 'vitest';
import { formatStatusReport } from '../../../src/foundation/events/format-status-report.ts';
import { BUILD_FAILED, CRASHED, STARTING } from '../../support/status-reports.ts';

test('findings come with their places and code', () => {
  expect(formatStatusReport(BUILD_FAILED, '/p')).toBe(`Build failed (MEWS2001)

The build found 1 error and 1 warning.

Fix the error and save: the build runs again.

src/main.ts:2:7: error TS2304: Cannot find name 'x'.

  1 | const a = 1;
> 2 | print(x);
    |       ^
  3 | // <end>

warning: Nothing is exported.
`);
});

test('a crash comes with its place and its stack', () => {
  expect(formatStatusReport(CRASHED, '/p')).toBe(`The app crashed on start

TypeError: no database

Fix what the stack shows and save: the app starts again.

src/data base.ts:3:9

> 3 | throw new TypeError();
    |       ^

    at connect (src/data base.ts:3:9)
    at node_modules/pg/lib/client.js:10:5
    at async ModuleJob.run (node:internal/modules/esm/module_job:271:25)
`);
});

test('what is empty is left out', () => {
  expect(formatStatusReport(STARTING)).toBe('Starting…\n\nThe app is being built.\n');
});

test('prose is wrapped at 80 columns, and code is not', () => {
  const long = `${'word '.repeat(30).trim()}\n  ${'code '.repeat(30).trim()}\n${'x'.repeat(100)} end`;
  const lines = formatStatusReport({ ...STARTING, message: long }).split('\n').slice(2, -1);
  expect(lines).toEqual(['word '.repeat(16).trim(), 'word '.repeat(14).trim(), `  ${'code '.repeat(30).trim()}`, 'x'.repeat(100), 'end']);
});
