import { expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/launcher/launch/exit-code.ts';

it.each([
  ["the app's own code", { code: 42, signal: null }, undefined, 42],
  ["the app's own code, also after Ctrl+C", { code: 0, signal: null }, 'SIGINT', 0],
  ['128 + n for an app that a signal ended', { code: null, signal: 'SIGSEGV' }, undefined, 139],
  ['130 when Ctrl+C ended an app that gave none', { code: null, signal: 'SIGINT' }, 'SIGINT', 130],
  ['143 when SIGTERM had to become SIGKILL', { code: null, signal: 'SIGKILL' }, 'SIGTERM', 143],
  ['130 when there was no app yet', { code: null, signal: null }, 'SIGINT', 130],
] as const)('is %s', (_what, exit, stoppedBy, exitCode) => {
  expect(exitCodeOf(exit, stoppedBy)).toBe(exitCode);
});
