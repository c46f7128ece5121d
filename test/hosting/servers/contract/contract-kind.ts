import type { Server, ServerFactory } from '../../../../src/hosting/application/server.ts';
import type { HttpContext } from '../../../../src/hosting/http/http-context.ts';
import type { ContractClient } from '../../../support/contract-client/contract-client.ts';
import { serverOptions, startServer, toApplication, type TestServerOptions } from '../../../support/start-server.ts';

/** One kind of server, and the way that it is spoken to. */
export interface ContractKind {
  readonly factory: ServerFactory;
  readonly client: ContractClient;
  /** `stop` tells what became of the requests in flight. */
  readonly countsRequests: boolean;
}

export interface StartedServer {
  readonly server: Server;
  /** Its first address, as told. */
  readonly address: string;
  readonly options: TestServerOptions;
}

/** A server of this kind that serves `delegate` on an address of its own. */
export async function startKind({ factory, client }: ContractKind, delegate: (context: HttpContext) => unknown): Promise<StartedServer> {
  const options = serverOptions(await client.freeAddress());
  const server = await factory(options);
  const address = await startServer(server, toApplication(async (context) => void (await delegate(context))));
  return { server, address, options };
}

/** A promise and the means to settle it. */
export function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
