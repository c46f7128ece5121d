import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { makeDevCertificate } from '../../../src/foundation/certificates/make-dev-certificate.ts';

const DAY = 86_400_000;

/** Shakes hands with an https server that has the certificate, as a client that trusts nothing else: what it says of the peer. */
async function handshake({ certificate, key }: { certificate: string; key: string }, { host, name }: { host: string; name?: string }): Promise<string> {
  const server = createServer({ cert: certificate, key }).listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    const socket = connect({ host, port, ca: certificate, ...(name === undefined ? {} : { servername: name }) }, () => {
      resolve(socket.authorized ? 'trusted' : 'not authorized');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

it('makes a certificate of a year for a server on localhost, on P-256 with SHA-256, that is no CA', async () => {
  const now = Date.UTC(2030, 0, 31, 12);
  const { certificate, key } = await makeDevCertificate(now);
  const read = new X509Certificate(certificate);
  expect(read.subjectAltName).toBe('DNS:localhost, DNS:*.localhost, DNS:*.dev.localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  expect(read.ca).toBe(false);
  expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  expect(read.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect(read.subject.split('\n').at(-1)).toBe('CN=localhost');
  expect(read.issuer).toBe(read.subject);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect([Date.parse(read.validFrom), Date.parse(read.validTo)]).toEqual([now, now + 365 * DAY]);
  expect(read.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
});

it('marks it as ASP.NET marks its own', async () => {
  const { certificate } = await makeDevCertificate();
  const oid = Buffer.from('060a2b060104018237540101', 'hex');
  expect(new X509Certificate(certificate).raw.includes(oid)).toBe(true);
});

it('gives every certificate a name, a number and a key of its own', async () => {
  const [one, other] = (await Promise.all([makeDevCertificate(), makeDevCertificate()])).map(({ certificate }) => new X509Certificate(certificate));
  expect(one?.subject).not.toBe(other?.subject);
  expect(one?.serialNumber).not.toBe(other?.serialNumber);
  expect(one?.publicKey.equals(other?.publicKey ?? one.publicKey)).toBe(false);
});

it.each([
  { host: 'localhost' },
  { host: '127.0.0.1' },
  { host: '::1' },
  { host: '127.0.0.1', name: 'app.dev.localhost' },
  { host: '127.0.0.1', name: 'localhost' },
])('is accepted for $host $name by a client that trusts it and nothing else', async (at) => {
  expect(await handshake(await makeDevCertificate(), at)).toBe('trusted');
});

it.each(['app.localhost', 'dev.localhost', 'a.b.dev.localhost', 'localhost.example', 'example.org'])('is not accepted for %s: no client takes a wildcard right under a top-level name, or for two labels', async (name) => {
  expect(await handshake(await makeDevCertificate(), { host: '127.0.0.1', name })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});
