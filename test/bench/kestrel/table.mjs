import { median } from '../ratio.mjs';

const WIDTHS = [54, 10, 18, 12, 8, 12];
let hasHead = false;

/**
 * One line of the table. `values`, one a round, in `unit` (default: a ratio), against `target`: at least it, or with `atMost` at most. `cpu`: the ratio by CPU
 * time per request. `failures` void the result; `notes` explain it.
 */
export function printRow(row) {
  if (!hasHead) print(['case', 'median', '[min–max]', 'by CPU', 'rounds', 'target', '']);
  hasHead = true;
  const { what, skipped, failures = [], notes = [] } = row;
  if (skipped !== undefined) return print([what, `skipped: ${skipped}`]);
  if (row.values === undefined) print([what, 'FAILED']);
  else print([what, ...cells(row), verdict(row)]);
  for (const failure of failures) console.log(`  failed: ${failure}`);
  for (const note of notes) console.log(`  note: ${note}`);
  if (failures.length > 0) process.exitCode = 1;
}

function cells({ values, cpu = [], target, atMost = false, unit = '×' }) {
  const shown = (value) => value.toFixed(unit === '×' ? 2 : 1);
  const spread = `[${shown(Math.min(...values))}–${shown(Math.max(...values))}]`;
  const byCpu = cpu.length > 0 && cpu.every(Number.isFinite) ? `${median(cpu).toFixed(2)}×` : '';
  const aim = target === undefined ? '' : `${atMost ? '≤' : '≥'} ${target}${unit}`;
  return [`${shown(median(values))}${unit}`, spread, byCpu, String(values.length), aim];
}

function verdict({ values, target, atMost = false, failures = [] }) {
  if (failures.length > 0) return 'FAILED';
  if (target === undefined) return 'for information';
  const value = median(values);
  return (atMost ? value <= target : value >= target) ? 'met' : 'MISSED';
}

function print(texts) {
  console.log(texts.map((text, column) => text.padEnd(WIDTHS[column] ?? 0)).join('').trimEnd());
}
