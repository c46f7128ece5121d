import { expect, test } from 'vitest';
import { Batch, type BatchState, type Clock, LONGEST_BATCH, QUIET } from '../../../src/launcher/watch/batch.ts';

/** A clock that goes on when the test says so. */
function testClock() {
  let now = 1000;
  let waiting: { readonly at: number; readonly callback: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      waiting.push(timer);
      return () => (waiting = waiting.filter((other) => other !== timer));
    },
  };
  const pass = (milliseconds: number): void => {
    const end = now + milliseconds;
    for (;;) {
      const next = waiting.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at)[0];
      if (!next) break;
      waiting = waiting.filter((other) => other !== next);
      now = Math.max(now, next.at);
      next.callback();
    }
    now = end;
  };
  return { clock, pass, waiting: () => waiting.length, elapsed: () => now - 1000 };
}

function testBatch(answers: number[] = [], quiet?: () => number) {
  const time = testClock();
  const looks: (BatchState & { readonly at: number })[] = [];
  const batch = new Batch({
    clock: time.clock,
    ...(quiet ? { quiet } : {}),
    look: (state) => {
      looks.push({ ...state, at: time.elapsed() });
      return answers.shift() ?? 0;
    },
  });
  return { ...time, batch, looks };
}

test('one save is looked at when nothing more comes for a moment', () => {
  const { batch, looks, pass, waiting } = testBatch();
  batch.add('a');
  pass(QUIET - 1);
  expect(looks).toEqual([]);
  pass(1);
  expect(looks).toEqual([{ at: QUIET, quietFor: QUIET, age: QUIET }]);
  expect([batch.isOpen, waiting()]).toEqual([false, 0]);
});

test('each further piece of news puts it off', () => {
  const { batch, looks, pass } = testBatch();
  for (const file of ['a', 'b', 'a', 'c']) {
    batch.add(file);
    pass(QUIET - 5);
  }
  pass(QUIET);
  expect(looks).toMatchObject([{ at: 3 * (QUIET - 5) + QUIET }]);
});

test('a storm is one batch, and its pauses may be longer than those of a save', () => {
  const { batch, looks, pass } = testBatch();
  for (let file = 0; file < 1000; file++) {
    batch.add(`file ${file}`);
    pass(file % 100 === 99 ? 60 : 0);
  }
  pass(200);
  expect(looks).toHaveLength(1);
});

test('a storm without end is looked at all the same, and what comes later is another batch', () => {
  const { batch, looks, pass } = testBatch();
  for (let file = 0; file < 200; file++) {
    batch.add(`file ${file}`);
    pass(10);
  }
  pass(200);
  expect(looks).toMatchObject([{ at: LONGEST_BATCH, age: LONGEST_BATCH }, { age: expect.closeTo(600, -2) }]);
});

test('a file that is written without end does not hold up the others', () => {
  const { batch, looks, pass } = testBatch();
  batch.add('source');
  for (let time = 0; time < 50; time++) {
    batch.add('log');
    pass(5);
  }
  expect(looks[0]?.at).toBeLessThanOrEqual(100 + QUIET);
});

test('who looks may put it off for as long as it takes', () => {
  const { batch, looks, pass } = testBatch([80, 2000]);
  batch.add('a');
  pass(QUIET + 80);
  expect(looks).toMatchObject([{ at: QUIET }, { at: QUIET + 80, quietFor: QUIET + 80, age: QUIET + 80 }]);
  batch.add('b');
  pass(1999);
  expect([looks.length, batch.isOpen]).toEqual([2, true]);
  pass(1);
  expect([looks.length, batch.isOpen]).toEqual([3, false]);
});

test('news that comes while it is put off is waited for, too', () => {
  const { batch, looks, pass } = testBatch([30]);
  batch.add('a');
  pass(QUIET + 25);
  batch.add('b');
  pass(QUIET);
  expect(looks).toMatchObject([{ at: QUIET }, { at: QUIET + 25 + QUIET }]);
});

test('a longer quiet can be asked for', () => {
  const { batch, looks, pass } = testBatch([], () => 150);
  batch.add('a');
  pass(149);
  expect(looks).toEqual([]);
  pass(1);
  expect(looks).toHaveLength(1);
});

test('after its end nothing is looked at', () => {
  const { batch, looks, pass, waiting } = testBatch();
  batch.add('a');
  batch.close();
  expect(waiting()).toBe(0);
  pass(1000);
  expect(looks).toEqual([]);
});
