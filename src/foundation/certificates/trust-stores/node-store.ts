import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import type { DevCertificate } from '../dev-certificate-store.ts';
import { runCommand } from './run-command.ts';
import type { TrustCheck, TrustStore } from './trust-store.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that names a file of certificates for Node to trust besides its own list. */
const EXTRA_CERTIFICATES = 'NODE_EXTRA_CA_CERTS';

/** A client that believes what Node believes; it ends with an error when it does not believe the server. */
function clientOf(port: number): string {
  return `require('node:tls').connect({ port: ${port}, host: '127.0.0.1', servername: 'localhost' }, function () { this.end(); })`;
}

/** Node apps that mews starts: they get NODE_EXTRA_CA_CERTS, unless it was set by somebody else. Nothing has to be changed for that. */
export function nodeStore(env: Environment): TrustStore {
  const set = env[EXTRA_CERTIFICATES];

  async function check(certificate: DevCertificate): Promise<TrustCheck> {
    const problem = await connect(certificate, set === undefined ? { ...env, [EXTRA_CERTIFICATES]: certificate.certificatePath } : env);
    if (problem === undefined) return { trusted: true };
    return { trusted: false, why: set === undefined ? problem : `${EXTRA_CERTIFICATES} is set to '${set}', which mews does not change: add the certificate to that file` };
  }

  return { name: 'Node', place: `${EXTRA_CERTIFICATES} for the apps that mews starts`, isLasting: false, check, stepsToTrust: async () => [], stepsToForget: async () => [] };
}

/** Lets a new Node process shake hands with a server that has the certificate; tells what it objected to. */
async function connect({ pem, keyPath }: DevCertificate, env: Environment): Promise<string | undefined> {
  const server = createServer({ cert: pem, key: readFileSync(keyPath) }, (socket) => socket.on('error', () => undefined).end());
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const { code, complaint } = await runCommand([process.execPath, '-e', clientOf(port)], { env });
    return code === 0 ? undefined : (/^\w*Error: (.*)$/m.exec(complaint)?.[1] ?? complaint.trim());
  } finally {
    server.close();
  }
}
