import { test } from 'vitest';
import { readClientHello } from '/work/main/src/foundation/transport/client-hello.ts';
test('x', () => {
  const n = 60000; // message length
  const msg = Buffer.concat([Buffer.from([1, 0, n >> 8, n & 255]), Buffer.alloc(n)]);
  const recs: Buffer[] = []; for (const b of msg) recs.push(Buffer.from([22, 3, 1, 0, 1, b]));
  const all = Buffer.concat(recs);
  let t = performance.now(); readClientHello(all); console.log('one parse of', all.length, performance.now() - t, 'ms');
  t = performance.now(); for (let i = 65536; i < all.length; i += 65536) readClientHello(all.subarray(0, i)); console.log('as read', performance.now() - t, 'ms');
}, 100000);
