import { Agent, request as httpRequest } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { onTestFinished } from 'vitest';

export interface LoadReport {
  readonly answered: number;
  readonly slowAnswered: number;
  /** What went wrong, by what the client saw. */
  readonly failures: readonly string[];
  /** Answers of an older version to requests that were sent after an answer of a newer one had come. */
  readonly stale: number;
}

export interface SteadyLoad {
  /** Resolves with the first answer of that version, or of a later one. */
  readonly sees: (version: number) => Promise<void>;
  /** Lets the requests in flight come to their end. */
  readonly stop: () => Promise<LoadReport>;
}

/**
 * Clients that never pause: with a connection for each request, with kept connections, and with requests that take their time
 * (`/slow`). The app answers `/` and `/slow` with `v` and the number of its version.
 */
export function steadyLoad(url: string, { kept = 4, fresh = 3, slow = 2 } = {}): SteadyLoad {
  const { protocol, hostname, port } = new URL(url);
  const isSecure = protocol === 'https:';
  const failures: string[] = [];
  const agents: (Agent | SecureAgent)[] = [];
  const stopping = new AbortController();
  let [answered, slowAnswered, stale, newest] = [0, 0, 0, -1];
  let waiting: { readonly version: number; readonly resolve: () => void }[] = [];

  const ask = (path: string, agent: Agent | undefined): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = { hostname: hostname.replace(/^\[|\]$/g, ''), port, path, rejectUnauthorized: false, ...(agent ? { agent } : { agent: false as const, headers: { Connection: 'close' } }) };
      const outgoing = (isSecure ? httpsRequest : httpRequest)(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => resolve(text)).on('error', reject);
      });
      outgoing.on('error', reject).end();
    });
  const note = (version: number): void => {
    newest = Math.max(newest, version);
    for (const waiter of waiting) if (waiter.version <= newest) waiter.resolve();
    waiting = waiting.filter((waiter) => waiter.version > newest);
  };
  const loop = async (path: string, agent: Agent | undefined): Promise<void> => {
    while (!stopping.signal.aborted) {
      const sentAfter = newest;
      try {
        const text = await ask(path, agent);
        const version = Number(/^v(\d+)$/.exec(text)?.[1] ?? Number.NaN);
        if (Number.isNaN(version)) failures.push(`${path}: ${text.slice(0, 80)}`);
        else if (version < sentAfter) stale++;
        note(version);
        if (path === '/slow') slowAnswered++;
        else answered++;
      } catch (error) {
        failures.push(`${path}: ${String(error)}`);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  };
  const keptAgent = (): Agent => {
    const agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    return agent;
  };
  const loops = [
    ...Array.from({ length: kept }, () => loop('/', keptAgent())),
    ...Array.from({ length: fresh }, () => loop('/', undefined)),
    ...Array.from({ length: slow }, (_, at) => loop('/slow', at % 2 === 0 ? keptAgent() : undefined)),
  ];
  const stop = async (): Promise<LoadReport> => {
    stopping.abort();
    await Promise.all(loops);
    for (const agent of agents) agent.destroy();
    return { answered, slowAnswered, failures, stale };
  };
  onTestFinished(() => void stop());
  return {
    stop,
    sees: (version) => new Promise((resolve) => (newest >= version ? resolve() : void waiting.push({ version, resolve }))),
  };
}
