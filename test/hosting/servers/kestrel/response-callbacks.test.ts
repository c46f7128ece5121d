import { describe, expect, test } from 'vitest';
import { ResponseCallbacks } from '../../../../src/hosting/servers/kestrel/response-callbacks.ts';

describe('callbacks before the start', () => {
  test('run last registered first, those that they register too, and at once where none waits', () => {
    const callbacks = new ResponseCallbacks();
    const order: string[] = [];
    callbacks.onStarting(() => void order.push('first'));
    callbacks.onStarting(() => {
      order.push('last');
      callbacks.onStarting(() => void order.push('added'));
    });
    expect(callbacks.runStarting()).toBeUndefined();
    expect(order).toEqual(['last', 'added', 'first']);
    expect(callbacks.runStarting()).toBeUndefined();
  });

  test('run once, and a second write waits for those that wait', async () => {
    const callbacks = new ResponseCallbacks();
    const order: string[] = [];
    callbacks.onStarting(() => void order.push('first'));
    callbacks.onStarting(async () => {
      await new Promise(setImmediate);
      order.push('last');
    });
    await Promise.all([callbacks.runStarting(), callbacks.runStarting()]);
    expect(order).toEqual(['last', 'first']);
    expect(callbacks.runStarting()).toBeUndefined();
  });

  test.each([
    ['throws', () => { throw new Error('no'); }],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('one that %s fails every start, until the answer is another one; the others are skipped', async (_how, callback) => {
    const callbacks = new ResponseCallbacks();
    let skipped = true;
    callbacks.onStarting(() => void (skipped = false));
    callbacks.onStarting(() => Promise.resolve());
    callbacks.onStarting(callback);
    await expect(callbacks.runStarting()).rejects.toThrow('no');
    await expect(callbacks.runStarting()).rejects.toThrow('no');
    callbacks.skipStarting();
    expect(callbacks.runStarting()).toBeUndefined();
    expect(skipped).toBe(true);
  });

  test('cannot be added after it', () => {
    const callbacks = new ResponseCallbacks();
    callbacks.hasStarted = true;
    expect(() => callbacks.onStarting(() => {})).toThrow('OnStarting cannot be set because the response has already started.');
    callbacks.onCompleted(() => {});
  });
});

test('callbacks after the end run last registered first; one that fails is logged and does not stop the others', async () => {
  const callbacks = new ResponseCallbacks();
  const order: unknown[] = [];
  callbacks.onCompleted(() => void order.push('first'));
  callbacks.onCompleted(() => Promise.reject(new Error('rejects')));
  callbacks.onCompleted(() => {
    throw new Error('throws');
  });
  callbacks.onCompleted(() => new Promise<void>((resolve) => setImmediate(() => resolve(void order.push('last')))));
  await callbacks.runCompleted((error) => order.push(error));
  expect(order).toEqual(['last', new Error('throws'), new Error('rejects'), 'first']);
  expect(new ResponseCallbacks().runCompleted(() => {})).toBeUndefined();
});
