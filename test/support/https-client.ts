import { once } from 'node:events';
import { Agent, request, type RequestOptions } from 'node:https';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';

export interface HttpsAnswer {
  readonly text: string;
  /** The Common Name of the certificate that the server showed. */
  readonly commonName: string;
  readonly localPort: number;
}

/** One request on a connection of its own, or on one of `options.agent`. Certificates are looked at, not verified, unless `ca` is given. */
export async function askHttps(url: string, options: RequestOptions = {}): Promise<HttpsAnswer> {
  const outgoing = request(url, { agent: false, rejectUnauthorized: options.ca !== undefined, ...options }).end();
  const [response] = (await once(outgoing, 'response')) as [NodeJS.ReadableStream & { socket: TLSSocket }];
  const socket = response.socket;
  const peer = socket.getPeerCertificate() as Partial<DetailedPeerCertificate>;
  const localPort = socket.localPort ?? 0;
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { text, commonName: String(peer.subject?.CN ?? ''), localPort };
}

/** One connection for all requests, as browsers have it. */
export function keepAlive(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return agent;
}
