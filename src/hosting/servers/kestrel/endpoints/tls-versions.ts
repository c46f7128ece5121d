import { constants } from 'node:crypto';
import { DEFAULT_CIPHERS, type SecureVersion } from 'node:tls';
import type { TlsSettings } from '../../../../foundation/transport/tls-handshaker.ts';
import type { SslProtocol } from '../../../application/kestrel-options.ts';

const VERSIONS: readonly { readonly name: SslProtocol; readonly version: SecureVersion; readonly off: number }[] = [
  { name: 'Tls', version: 'TLSv1', off: constants.SSL_OP_NO_TLSv1 },
  { name: 'Tls11', version: 'TLSv1.1', off: constants.SSL_OP_NO_TLSv1_1 },
  { name: 'Tls12', version: 'TLSv1.2', off: constants.SSL_OP_NO_TLSv1_2 },
  { name: 'Tls13', version: 'TLSv1.3', off: constants.SSL_OP_NO_TLSv1_3 },
];

/** .NET's `SslProtocols` as Node has it: the lowest and the highest, and those between them that are not wanted. None: Node's own choice. */
export function tlsVersions(protocols: readonly SslProtocol[]): TlsSettings['versions'] {
  const wanted = VERSIONS.filter(({ name }) => protocols.includes(name));
  const [lowest] = wanted;
  const highest = wanted.at(-1);
  if (!lowest || !highest) return {};
  const between = VERSIONS.slice(VERSIONS.indexOf(lowest), VERSIONS.indexOf(highest)).filter((version) => !wanted.includes(version));
  const isOld = lowest.name === 'Tls' || lowest.name === 'Tls11';
  return {
    minVersion: lowest.version,
    maxVersion: highest.version,
    ...(between.length > 0 && { secureOptions: between.reduce((options, { off }) => options | off, 0) }),
    // OpenSSL 3 refuses the hashes of these versions at its default security level.
    ...(isOld && { ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0` }),
  };
}
