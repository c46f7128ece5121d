import { expect, test } from 'vitest';
import { ResetBudget } from '../../../../../src/hosting/servers/kestrel/http2/reset-budget.ts';

test('two hundred resets can come at once, and a hundred more each second', () => {
  const budget = new ResetBudget(100, 0);
  const spend = (now: number): number => {
    let spent = 0;
    while (budget.spend(now)) spent++;
    return spent;
  };
  expect(spend(0)).toBe(200);
  expect(spend(1000)).toBe(99);
  expect(spend(60_000)).toBe(200);
});

test('who may have more streams open may reset more', () => {
  const budget = new ResetBudget(1000, 0);
  expect(Array.from({ length: 2000 }, () => budget.spend(0)).every(Boolean)).toBe(true);
  expect(budget.spend(0)).toBe(false);
});
