import { onTestFinished } from 'vitest';
import type { ForwardFailure } from '../../src/hosting/forwarding/forward-failure.ts';
import { Upstream } from '../../src/hosting/forwarding/upstream.ts';
import type { UpstreamOptions } from '../../src/hosting/forwarding/upstream-options.ts';
import type { HttpApplication } from '../../src/hosting/application/http-application.ts';
import { moduleApplication } from '../../src/hosting/servers/module/module-application.ts';
import type { ModuleOptions } from '../../src/hosting/servers/module/module-options.ts';
import { startHttp1, type TestHttp1Options, type TestHttp1Server } from './http1-server.ts';
import { startHttp2, type TestHttp2Options, type TestHttp2Server } from './http2-server.ts';
import { startRawBackend, type RawBackend, type RawPeer } from './raw-backend.ts';

/** The token that requests are marked with. */
export const TOKEN = 'the-pairing-token';

export interface ForwardingSide {
  readonly backend: RawBackend;
  readonly upstream: Upstream;
  readonly failures: ForwardFailure[];
  /** Moves the upstream's clock on, a second at a time, with a beat each. */
  passUpstream(milliseconds: number): void;
}

export type TestForwarding = TestHttp1Server & ForwardingSide;
export type TestHttp2Forwarding = TestHttp2Server & ForwardingSide;

export interface TestForwardingOptions {
  readonly onPeer?: (peer: RawPeer) => void;
  /** Of the backend's unix socket; default: it listens on a port. */
  readonly path?: string;
  readonly upstream?: Partial<UpstreamOptions>;
  readonly module?: Partial<ModuleOptions>;
  readonly http1?: TestHttp1Options;
  readonly http2?: TestHttp2Options;
}

/** Kestrel's HTTP/1 with the hosting module in it, and a backend whose every octet a test sees. */
export async function startForwarding(options: TestForwardingOptions = {}): Promise<TestForwarding> {
  const { application, side } = await startSide(options);
  const server = await startHttp1(() => {}, { ...options.http1, application });
  return Object.defineProperties(server, Object.getOwnPropertyDescriptors(side)) as TestForwarding;
}

/** The same with HTTP/2 in front. */
export async function startHttp2Forwarding(options: TestForwardingOptions = {}): Promise<TestHttp2Forwarding> {
  const { application, side } = await startSide(options);
  const server = await startHttp2(() => {}, { ...options.http2, application });
  return Object.defineProperties(server, Object.getOwnPropertyDescriptors(side)) as TestHttp2Forwarding;
}

async function startSide(options: TestForwardingOptions): Promise<{ readonly application: HttpApplication<unknown>; readonly side: ForwardingSide }> {
  const backend = await startRawBackend(options.onPeer, options.path);
  const failures: ForwardFailure[] = [];
  const clock = { time: 1_000_000_000_000, beat: () => {} };
  const upstream = new Upstream({
    address: backend.address,
    fields: { 'MS-ASPNETCORE-TOKEN': TOKEN },
    clock: {
      now: () => clock.time,
      everySecond: (beat) => {
        clock.beat = beat;
        return () => (clock.beat = () => {});
      },
    },
    ...options.upstream,
  });
  onTestFinished(() => upstream.abort());
  const application = moduleApplication({ upstreams: () => [upstream], onFailure: (failure) => void failures.push(failure), ...options.module });
  const passUpstream = (milliseconds: number): void => {
    for (const end = clock.time + milliseconds; clock.time < end; ) {
      clock.time = Math.min(end, clock.time + 1000);
      clock.beat();
    }
  };
  return { application: application as HttpApplication<unknown>, side: { backend, upstream, failures, passUpstream } };
}
