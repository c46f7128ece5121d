import { requiredFeature } from '../http/required-feature.ts';
import type { RunningApplication } from './host.ts';
import type { HttpApplication } from './http-application.ts';
import type { Server } from './server.ts';
import { ServerAddressesFeature } from './server-addresses-feature.ts';

/** Starts `server` with `application`, and says where it listens. */
export async function startApplication<Context>(server: Server, application: HttpApplication<Context>): Promise<RunningApplication> {
  await server.start(application);
  const { addresses } = requiredFeature(server.features, ServerAddressesFeature);
  return {
    addresses,
    stop: (deadline) => server.stop(deadline),
    retire: (successor, deadline) => server.retire?.(successor, deadline) ?? server.stop(deadline),
    activity: () => server.activity?.(),
  };
}
