import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Heartbeat } from '../../../../../src/hosting/http1/heartbeat.ts';
import { Http1Output } from '../../../../../src/hosting/servers/kestrel/http1/http1-output.ts';

/** A socket whose client takes everything at once: no test on one machine has such a client for certain. */
class FastSocket extends EventEmitter {
  readonly writableLength = 0;
  readonly writableNeedDrain = false;
  written = 0;
  cork(): void {}
  uncork(): void {}
  write(chunk: string | Uint8Array): boolean {
    this.written += chunk.length;
    return true;
  }
}

function outputOn(socket: FastSocket, onRoom = (): void => {}): Http1Output {
  const heartbeat = new Heartbeat({ now: () => 0, everySecond: () => () => {} });
  return new Http1Output({ socket: socket as unknown as Socket, heartbeat, maxBuffered: 65_536, onRoom });
}

describe('an app that never stops writing to a client that reads fast', () => {
  const chunks = { text: 'x'.repeat(60_000), 'small octets': Buffer.alloc(1000), 'large octets': Buffer.alloc(65_536) } as const;
  test.each(Object.entries(chunks))('leaves everything else its turn (%s)', async (_, chunk) => {
    const socket = new FastSocket();
    const output = outputOn(socket);
    const others = { hadTheirTurn: false };
    setImmediate(() => (others.hadTheirTurn = true));
    while (!others.hadTheirTurn && socket.written < 100_000_000) {
      if (typeof chunk === 'string') output.add(chunk);
      else output.addBytes(chunk);
      await output.room();
    }
    expect(others.hadTheirTurn).toBe(true);
    expect(socket.written).toBeLessThan(3_000_000);
  });

  test('goes on afterwards, and so do the requests behind', async () => {
    const socket = new FastSocket();
    let rooms = 0;
    const output = outputOn(socket, () => rooms++);
    for (let sum = 0; sum < 10_000_000; sum += 100_000) {
      output.addBytes(Buffer.alloc(100_000));
      await output.room();
    }
    expect([socket.written, rooms > 5, output.isBlocked]).toEqual([10_000_000, true, false]);
  });

  test('does not go on for a client that has gone meanwhile', async () => {
    let rooms = 0;
    const output = outputOn(new FastSocket(), () => rooms++);
    output.addBytes(Buffer.alloc(2_000_000));
    expect(output.isBlocked).toBe(true);
    const room = output.room();
    output.release();
    await room;
    await new Promise(setImmediate);
    expect(rooms).toBe(0);
  });
});
