import { describe, expect, it } from 'vitest';
import { isModuleValue, MODULE_VALUES, type ModuleValueName } from '../../../../src/launcher/profiles/module/module-values.ts';

const read = (name: ModuleValueName, written: unknown): unknown => MODULE_VALUES[name].read(written);

/** The longest time of each, in seconds, as aspnetcore_schema_v2.xml and IIS have them. */
const LONGEST = [
  ['startupTimeLimit', 3600],
  ['shutdownTimeLimit', 600],
  ['requestTimeout', 1_296_000],
  ['idleTimeout', 2_592_000],
] as const;

const COUNTS = [
  ['rapidFailsPerMinute', 0, 100],
  ['processesPerApplication', 1, 100],
  ['shutdownDelay', 0, 600_000],
] as const;

const FLAGS = ['stdoutLogEnabled', 'disableStartUpErrorPage', 'forwardWindowsAuthToken'] as const;
const TEXTS = ['stdoutLogFile', 'processPath', 'arguments'] as const;

describe('a time of the module', () => {
  it.each(LONGEST)('%s goes up to %d seconds, and no further', (name, most) => {
    expect(read(name, most)).toBe(most * 1000);
    expect(read(name, String(most))).toBe(most * 1000);
    expect(read(name, most + 1)).toBeUndefined();
    expect(read(name, String(most + 1))).toBeUndefined();
    expect(read(name, -1)).toBeUndefined();
  });

  it.each(['startupTimeLimit', 'shutdownTimeLimit', 'idleTimeout'] as const)('%s may be 0', (name) => {
    expect(read(name, 0)).toBe(0);
    expect(read(name, '00:00:00')).toBe(0);
  });

  it('is at least a second for a request, which could never be answered else', () => {
    expect(read('requestTimeout', 1)).toBe(1000);
    expect(read('requestTimeout', 0)).toBeUndefined();
    expect(read('requestTimeout', '00:00:00')).toBeUndefined();
  });

  it.each([
    ['00:02:00', 120_000],
    ['00:02', 120_000],
    ['1:2:3', 3_723_000],
    ['1.02:03:04', 93_784_000],
    ['360:00:00', 1_296_000_000],
    ['15.00:00:00', 1_296_000_000],
    ['00:00:01.5', 1500],
    ['00:00:01.001', 1001],
    ['00:00:01.1234567', 1123],
    [' 00:00:07 ', 7000],
    [' 7 ', 7000],
    ['2.5', 2500],
    [0.1 + 0.9, 1000],
  ])('%j is %d ms', (written, milliseconds) => {
    expect(read('requestTimeout', written)).toBe(milliseconds);
  });

  it.each(['', ' ', '00:60:00', '00:00:60', '1:', ':1', '00:00:00:00', '-00:01:00', '+5', '5s', '1e2', '0x10', '١٢', '1000:00:00', '360:00:01', '16.00:00:00', '00:00:01.12345678', '00:02:00\nx'])(
    '%j is none',
    (written) => {
      expect(read('requestTimeout', written)).toBeUndefined();
    },
  );

  it.each([true, null, [], {}, Number.NaN, Number.POSITIVE_INFINITY, undefined])('%j is none', (written) => {
    expect(read('startupTimeLimit', written)).toBeUndefined();
  });
});

describe('a count of the module', () => {
  it.each(COUNTS)('%s is a whole number from %d to %d', (name, least, most) => {
    expect([least, most, String(least), String(most)].map((written) => read(name, written))).toEqual([least, most, least, most]);
    expect([least - 1, most + 1, String(most + 1), '-1', least + 0.5, '1.5', '', 'many', '1:00', true, [1]].map((written) => read(name, written))).toEqual(Array.from({ length: 11 }, () => undefined));
  });
});

describe('a flag of the module', () => {
  it.each(FLAGS)('%s is true or false, as a word in any case, too', (name) => {
    expect([true, false, 'true', 'False', ' TRUE '].map((written) => read(name, written))).toEqual([true, false, true, false, true]);
    expect([1, 0, '1', '', 'yes', 'on', {}].map((written) => read(name, written))).toEqual(Array.from({ length: 7 }, () => undefined));
  });
});

describe('a text of the module', () => {
  it.each(TEXTS)('%s is any string that an operating system takes', (name) => {
    expect([' a b ', '', 'ü\n'].map((written) => read(name, written))).toEqual([' a b ', '', 'ü\n']);
    expect(['a\0b', 1, true, ['a']].map((written) => read(name, written))).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('the names of the module', () => {
  it('are those of <aspNetCore>, as it writes them, and nothing that every object has', () => {
    expect([...LONGEST.map(([name]) => name), ...COUNTS.map(([name]) => name), ...FLAGS, ...TEXTS].toSorted()).toEqual(Object.keys(MODULE_VALUES).toSorted());
    expect(['startupTimeLimit', 'StartupTimeLimit', 'hostingModel', 'toString', '__proto__'].map(isModuleValue)).toEqual([true, false, false, false, false]);
  });
});
