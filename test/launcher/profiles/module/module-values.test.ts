import { describe, expect, test } from 'vitest';
import { MODULE_VALUES, type ModuleValueName } from '../../../../src/launcher/profiles/module/module-values.ts';

const read = (name: ModuleValueName, written: unknown): unknown => MODULE_VALUES[name].read(written);

describe('a setting of the hosting module', () => {
  test.each<[ModuleValueName, unknown, unknown]>([
    ['startupTimeLimit', 0, 0],
    ['startupTimeLimit', '3600', 3_600_000],
    ['startupTimeLimit', 0.5, 500],
    ['shutdownTimeLimit', '00:10:00', 600_000],
    ['requestTimeout', '00:02:00', 120_000],
    ['requestTimeout', '15.00:00:00', 1_296_000_000],
    ['requestTimeout', '01:30', 5_400_000],
    ['idleTimeout', '00:00:00.5', 500],
    ['shutdownDelay', '250', 250],
    ['rapidFailsPerMinute', 100, 100],
    ['processesPerApplication', '1', 1],
    ['stdoutLogEnabled', 'True', true],
    ['stdoutLogEnabled', false, false],
    ['stdoutLogFile', String.raw`.\logs\stdout`, String.raw`.\logs\stdout`],
    ['arguments', '', ''],
  ])('%s may be %j', (name, written, value) => {
    expect(read(name, written)).toBe(value);
  });

  test.each<[ModuleValueName, unknown]>([
    ['startupTimeLimit', 3601],
    ['startupTimeLimit', -1],
    ['startupTimeLimit', 'soon'],
    ['startupTimeLimit', '00:60:00'],
    ['startupTimeLimit', Number.NaN],
    ['shutdownTimeLimit', 601],
    ['requestTimeout', 0],
    ['requestTimeout', '16.00:00:00'],
    ['shutdownDelay', 0.5],
    ['rapidFailsPerMinute', 101],
    ['rapidFailsPerMinute', 1.5],
    ['processesPerApplication', 0],
    ['processesPerApplication', '1e2'],
    ['stdoutLogEnabled', 'yes'],
    ['stdoutLogEnabled', 1],
    ['stdoutLogFile', 7],
    ['processPath', 'a\0b'],
  ])('%s cannot be %j', (name, written) => {
    expect(read(name, written)).toBeUndefined();
  });
});
