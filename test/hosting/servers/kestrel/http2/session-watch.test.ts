import { describe, expect, test } from 'vitest';
import { SessionWatch, type Verdict } from '../../../../../src/hosting/servers/kestrel/http2/session-watch.ts';
import { DEFAULT_LIMITS } from '../../../../../src/hosting/servers/kestrel/kestrel-limits.ts';

const limits = { ...DEFAULT_LIMITS, keepAliveTimeout: 100_000, requestHeadersTimeout: 30_000 };
const settled = (given = limits): SessionWatch => {
  const watch = new SessionWatch(given, 0);
  watch.receivedSettings(50);
  return watch;
};
const verdicts = (watch: SessionWatch, states: readonly (readonly [now: number, bytesRead: number, openStreams?: number])[]): Verdict[] =>
  states.map(([now, bytesRead, openStreams = 0]) => watch.check({ now, bytesRead, openStreams }));

test('a client has 30 seconds for its preface', () => {
  expect(verdicts(new SessionWatch(limits, 0), [[1000, 10], [30_000, 10], [30_001, 10]])).toEqual(['nothing', 'ping', 'cut']);
});

test('a session without streams is closed after the keep-alive time-out, which begins with the end of the last one', () => {
  expect(verdicts(settled(), [[100_000, 50], [100_001, 50]])).toEqual(['nothing', 'close']);
  expect(verdicts(settled(), [[90_000, 60, 1], [190_000, 60], [190_001, 60]])).toEqual(['nothing', 'nothing', 'close']);
});

describe('octets of which nothing comes', () => {
  test('are asked for by a ping after half of the time for headers, and end the session after all of it', () => {
    const states = [[1000, 80], [16_000, 80], [16_001, 80], [20_000, 90], [31_000, 90], [31_001, 90]] as const;
    expect(verdicts(settled(), states)).toEqual(['nothing', 'nothing', 'ping', 'nothing', 'nothing', 'cut']);
  });

  test('are forgiven when the client answers', () => {
    const watch = settled();
    expect(verdicts(watch, [[1000, 80], [16_001, 80]])).toEqual(['nothing', 'ping']);
    watch.receivedPong(97);
    expect(verdicts(watch, [[17_000, 97], [60_000, 97]])).toEqual(['nothing', 'nothing']);
  });

  test('are not asked for while there are streams', () => {
    expect(verdicts(settled(), [[1000, 80, 1], [20_000, 90, 1], [99_000, 99, 1]])).toEqual(['nothing', 'nothing', 'nothing']);
  });
});

describe('the keep-alive ping', () => {
  const pinging = { ...limits, http2: { ...limits.http2, keepAlivePingDelay: 5000, keepAlivePingTimeout: 3000 } };

  test('is sent after silence, with streams open too, and must be answered', () => {
    expect(verdicts(settled(pinging), [[4999, 0, 1], [5000, 0, 1], [8000, 0, 1], [8001, 0, 1]])).toEqual(['nothing', 'ping', 'nothing', 'cut']);
  });

  test('is sent again after an answer and more silence', () => {
    const watch = settled(pinging);
    expect(verdicts(watch, [[5000, 0, 1]])).toEqual(['ping']);
    watch.receivedPong(17);
    expect(verdicts(watch, [[6000, 17, 1], [10_999, 17, 1], [11_000, 17, 1]])).toEqual(['nothing', 'nothing', 'ping']);
  });
});
