import type { StatusReport } from '../../src/foundation/events/status-report.ts';

/** A build that failed with two findings in one file of the project `/p`. */
export const BUILD_FAILED: StatusReport = {
  kind: 'buildFailed',
  title: 'Build failed',
  message: 'The build found 1 error and 1 warning.',
  hint: 'Fix the error and save: the build runs again.',
  code: 'MEWS2001',
  diagnostics: [
    { severity: 'error', file: '/p/src/main.ts', line: 2, column: 7, code: 'TS2304', text: `Cannot find name 'x'.`, frame: `  1 | const a = 1;\n> 2 | print(x);\n    |       ^\n  3 | // <end>` },
    { severity: 'warning', code: '', text: 'Nothing is exported.' },
  ],
  stack: '',
};

/** An app that died while it was started. */
export const CRASHED: StatusReport = {
  kind: 'crashed',
  title: 'The app crashed on start',
  message: 'TypeError: no database',
  hint: 'Fix what the stack shows and save: the app starts again.',
  code: '',
  diagnostics: [],
  stack: [
    'TypeError: no database',
    '    at connect (/p/src/data base.ts:3:9)',
    '    at file:///p/node_modules/pg/lib/client.js:10:5',
    '    at async ModuleJob.run (node:internal/modules/esm/module_job:271:25)',
  ].join('\n'),
  location: { file: '/p/src/data base.ts', line: 3, column: 9, frame: '> 3 | throw new TypeError();\n    |       ^' },
};

export const STARTING: StatusReport = { kind: 'starting', title: 'Starting…', message: 'The app is being built.', hint: '', code: '', diagnostics: [], stack: '' };
