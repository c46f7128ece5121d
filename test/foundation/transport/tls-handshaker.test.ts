import { once } from 'node:events';
import { connect as connectPlain, createServer, type Socket } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TlsHandshaker, type TlsSettings } from '../../../src/foundation/transport/tls-handshaker.ts';
import { CLIENT_AUTHENTICATION, makeCertificate, type TestCertificate } from '../../support/certificates.ts';

interface Harness {
  readonly port: number;
  readonly handshaker: TlsHandshaker;
  readonly failures: string[];
  /** Resolves with the next failure. */
  readonly failed: () => Promise<string>;
  readonly accepted: Set<Socket>;
}

const server = await makeCertificate();

/** A listener whose connections are secured; each is answered with what is known of it. */
async function listen(settings: Partial<TlsSettings> = {}): Promise<Harness> {
  const failures: string[] = [];
  const waiting: ((reason: string) => void)[] = [];
  const accepted = new Set<Socket>();
  const handshaker = new TlsHandshaker(
    { certificate: server, versions: {}, applicationProtocols: ['h2', 'http/1.1'], clientCertificateMode: 'NoCertificate', handshakeTimeout: 10_000, ...settings },
    {
      onSecured: (socket) => socket.on('error', () => {}).end(JSON.stringify(describeSocket(socket))),
      onFailure: (reason) => {
        failures.push(reason);
        waiting.shift()?.(reason);
      },
    },
  );
  const listener = createServer({ allowHalfOpen: true }, (socket) => {
    accepted.add(socket.once('close', () => accepted.delete(socket)));
    handshaker.secure(socket);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void listener.close());
  await once(listener, 'listening');
  const failed = (): Promise<string> => (failures.length > 0 ? Promise.resolve(failures[0] ?? '') : new Promise((resolve) => waiting.push(resolve)));
  return { port: (listener.address() as { port: number }).port, handshaker, failures, failed, accepted };
}

function describeSocket(socket: TLSSocket): object {
  return { protocol: socket.alpnProtocol, version: socket.getProtocol(), client: socket.getPeerX509Certificate()?.subject, reused: socket.isSessionReused() };
}

/** What the server says to a client, or how the connection ended without a word. */
async function talk(port: number, options: ConnectionOptions = {}): Promise<Record<string, unknown> | string> {
  const client = connect({ port, host: '127.0.0.1', ca: server.cert, ...options });
  onTestFinished(() => void client.destroy());
  let text = '';
  try {
    for await (const chunk of client) text += String(chunk);
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
  return text === '' ? 'closed' : (JSON.parse(text) as Record<string, unknown>);
}

describe('protocols', () => {
  test('the server prefers what it names first, and does without ALPN', async () => {
    const { port } = await listen();
    expect(await talk(port, { ALPNProtocols: ['http/1.1', 'h2'] })).toMatchObject({ protocol: 'h2', version: 'TLSv1.3' });
    expect(await talk(port, { ALPNProtocols: ['http/1.1'] })).toMatchObject({ protocol: 'http/1.1' });
    expect(await talk(port)).toMatchObject({ protocol: false });
  });

  test('a client that wants none of them is refused', async () => {
    const { port, failed } = await listen();
    expect(await talk(port, { ALPNProtocols: ['spdy/3'] })).toBe('ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
    expect(await failed()).toContain('ERR_SSL_NO_APPLICATION_PROTOCOL');
  });

  test('versions have a lowest and a highest', async () => {
    const { port } = await listen({ versions: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } });
    expect(await talk(port)).toMatchObject({ version: 'TLSv1.2' });
    expect(await talk(port, { minVersion: 'TLSv1.3' })).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });
});

describe('what is no handshake is closed, told of, and leaves nothing behind', () => {
  test.each([
    ['a plain HTTP request', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'an HTTP request came to an HTTPS endpoint'],
    ['noise', 'EHLO there, this is no TLS at all\r\n', 'ERR_SSL'],
  ])('%s', async (_, text, reason) => {
    const { port, failed, handshaker } = await listen();
    const client = connectPlain(port, '127.0.0.1').on('error', () => {});
    client.write(text);
    await closed(client);
    expect(await failed()).toContain(`Failed to authenticate HTTPS connection: ${reason}`);
    expect(handshaker.pending).toBe(0);
  });

  test.each([
    ['nothing said', ''],
    ['half a hello', '\x16\x03\x01\x02\x00\x01\x00\x01'],
  ])('a client that says its last word: %s', async (_, text) => {
    const { port, failed, handshaker, accepted } = await listen();
    const client = connectPlain(port, '127.0.0.1').on('error', () => {});
    client.end(text, 'latin1');
    await Promise.all([closed(client), failed()]);
    expect(handshaker.pending).toBe(0);
    expect(accepted.size).toBe(0);
  });

  test('one that takes too long, however busy it looks', async () => {
    const { port, failed, handshaker } = await listen({ handshakeTimeout: 200 });
    const client = connectPlain(port, '127.0.0.1').on('error', () => {});
    client.write('\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 'latin1');
    const drip = setInterval(() => client.write('x'), 20);
    await closed(client);
    clearInterval(drip);
    expect(await failed()).toBe('Authentication of the HTTPS connection timed out.');
    await until(() => handshaker.pending === 0);
  });

  test('one that is under way when the handshaker closes; what is secured goes on', async () => {
    const { port, handshaker, accepted } = await listen();
    const silent = connectPlain(port, '127.0.0.1').on('error', () => {});
    await once(silent, 'connect');
    const half = connectPlain(port, '127.0.0.1').on('error', () => {});
    half.write('\x16\x03\x01\x02\x00', 'latin1');
    await until(() => accepted.size === 2);
    expect(handshaker.pending).toBe(2);
    handshaker.close();
    await Promise.all([closed(silent), closed(half)]);
    expect(handshaker.pending).toBe(0);
    expect(await talk(port)).not.toMatchObject({ version: 'TLSv1.3' });
  });
});

/** However it ends. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** Waits for what the next turns of the event loop bring. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a client that has said its last word after the handshake', () => {
  test('still gets its answer', async () => {
    const { port } = await listen();
    const halfOpen = { port, host: '127.0.0.1', ca: server.cert, allowHalfOpen: true };
    const client = connect(halfOpen, () => client.end('bye'));
    let text = '';
    for await (const chunk of client) text += String(chunk);
    expect(text).toContain('TLSv1.3');
  });
});

describe('certificates of clients', async () => {
  const authority = await makeCertificate({ names: ['Test Authority'], isAuthority: true });
  const usages = [CLIENT_AUTHENTICATION];
  const client = await makeCertificate({ names: ['alice'], usages, issuer: authority });
  const stranger = await makeCertificate({ names: ['mallory'], usages });
  const expired = await makeCertificate({ names: ['bob'], usages, issuer: authority, from: -20, to: -10 });
  const clientCertificateAuthorities = [authority.cert];
  const identity = ({ cert, key }: TestCertificate): ConnectionOptions => ({ cert, key });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('NoCertificate asks for none (%s)', async (maxVersion) => {
    const { port } = await listen({ clientCertificateAuthorities });
    expect(await talk(port, { ...identity(client), maxVersion })).not.toHaveProperty('client');
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('AllowCertificate takes a good one or none, and no bad one (%s)', async (maxVersion) => {
    const { port, failures } = await listen({ clientCertificateMode: 'AllowCertificate', clientCertificateAuthorities });
    expect(await talk(port, { maxVersion })).not.toHaveProperty('client');
    expect(await talk(port, { ...identity(client), maxVersion })).toMatchObject({ client: 'CN=alice' });
    expect(await talk(port, { ...identity(stranger), maxVersion })).toEqual(expect.any(String));
    expect(await talk(port, { ...identity(expired), maxVersion })).toEqual(expect.any(String));
    expect(failures).toEqual([expect.stringContaining('CN=mallory'), expect.stringMatching(/CN=bob.*CERT_HAS_EXPIRED/)]);
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('RequireCertificate takes a good one only (%s)', async (maxVersion) => {
    const { port, failures } = await listen({ clientCertificateMode: 'RequireCertificate', clientCertificateAuthorities });
    expect(await talk(port, { ...identity(client), maxVersion })).toMatchObject({ client: 'CN=alice' });
    expect(await talk(port, { maxVersion })).toEqual(expect.any(String));
    expect(await talk(port, { ...identity(stranger), maxVersion })).toEqual(expect.any(String));
    expect(failures).toEqual([expect.stringContaining('showed no certificate'), expect.stringContaining('CN=mallory')]);
  });

  test('a function may decide instead of the chain', async () => {
    const { port } = await listen({
      clientCertificateMode: 'RequireCertificate',
      clientCertificateAuthorities,
      clientCertificateValidation: ({ subject }, problem) => subject === 'CN=mallory' && problem !== undefined,
    });
    expect(await talk(port, identity(stranger))).toMatchObject({ client: 'CN=mallory' });
    expect(await talk(port, identity(client))).toEqual(expect.any(String));
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('a resumed session is still that client’s, and no ticket of another endpoint is good (%s)', async (maxVersion) => {
    const open = await listen();
    const strict = await listen({ clientCertificateMode: 'RequireCertificate', clientCertificateAuthorities });
    const session = await sessionOf(strict.port, { ...identity(client), maxVersion });
    expect(await talk(strict.port, { ...identity(client), maxVersion, session })).toMatchObject({ client: 'CN=alice', reused: true });
    const foreign = await sessionOf(open.port, { maxVersion });
    expect(await talk(strict.port, { maxVersion, session: foreign })).toEqual(expect.any(String));
  });
});

/** The ticket that a server gives a client. */
async function sessionOf(port: number, options: ConnectionOptions): Promise<Buffer> {
  const client = connect({ port, host: '127.0.0.1', ca: server.cert, ...options }).resume();
  const [session] = (await once(client, 'session')) as [Buffer];
  await once(client, 'close');
  return session;
}
