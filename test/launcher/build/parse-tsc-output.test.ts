import { expect, test } from 'vitest';
import { parseTscOutput } from '../../../src/launcher/build/parse-tsc-output.ts';

test('findings, the lines that go on with them, listed files and the rest are told apart', () => {
  const output = [
    `src/a (1).ts(3,14): error TS2322: Type 'string' is not assignable.`,
    `  Types of property 'x' are incompatible.`,
    `    Deeper.`,
    `error TS18003: No inputs were found.`,
    `/p/src/a.ts`,
    `/p/node_modules/x/index.d.mts`,
    `Segmentation fault`,
    ``,
  ].join('\r\n');
  expect(parseTscOutput(output, '/p')).toEqual({
    diagnostics: [
      { severity: 'error', file: '/p/src/a (1).ts', line: 3, column: 14, code: 'TS2322', text: `Type 'string' is not assignable.\n  Types of property 'x' are incompatible.\n    Deeper.` },
      { severity: 'error', code: 'TS18003', text: 'No inputs were found.' },
    ],
    files: ['/p/src/a.ts', '/p/node_modules/x/index.d.mts'],
    rest: ['Segmentation fault'],
  });
});
