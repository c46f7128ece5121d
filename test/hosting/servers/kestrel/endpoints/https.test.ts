import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makePfx } from '../../../../../src/foundation/certificates/make-pfx.ts';
import { KestrelOptions } from '../../../../../src/hosting/application/kestrel-options.ts';
import { KestrelServer } from '../../../../../src/hosting/servers/kestrel/kestrel-server.ts';
import { ServerAddressesFeature } from '../../../../../src/hosting/application/server-addresses-feature.ts';
import { CLIENT_AUTHENTICATION, makeCertificate } from '../../../../support/certificates.ts';
import { askHttps, keepAlive } from '../../../../support/https-client.ts';
import { serverOptions, startServer, toApplication } from '../../../../support/start-server.ts';
import { tempProject } from '../../../../support/temp-project.ts';

const [localhost, a, b, wild] = await Promise.all(['localhost', 'a.example', 'b.example', '*.example'].map((name) => makeCertificate({ names: [name] })));
if (!localhost || !a || !b || !wild) throw new Error('no certificates');

/** A server with these endpoints; what it tells is kept. */
async function serve(configure: (kestrel: KestrelOptions) => unknown) {
  const kestrel = new KestrelOptions();
  configure(kestrel);
  const debug: string[] = [];
  const news: string[] = [];
  const waiting: (() => void)[] = [];
  const note = (list: string[]) => (text: string): void => {
    list.push(text);
    waiting.splice(0).forEach((wake) => wake());
  };
  const options = { ...serverOptions(), mayMove: true, env: { MEWS_DEV_CERTS_DIRECTORY: '/nowhere' }, kestrel, logDebug: note(debug), logInformation: note(news) };
  options.warn = note(options.warnings);
  const server = new KestrelServer(options);
  const url = await startServer(server, toApplication(({ request, response }) => response.text(`${request.scheme} ${request.host}`)));
  const said = async (list: readonly string[], text: string | RegExp): Promise<string> => {
    for (;;) {
      const found = list.find((line) => line.match(text));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return { server, url, port: Number(new URL(url).port), addresses: server.features.get(ServerAddressesFeature)?.addresses ?? [], debug, news, warnings: options.warnings, said };
}

/** How a handshake ends. */
function handshake(port: number, options: ConnectionOptions): Promise<{ protocol?: string | false; commonName?: string; version?: string | null; failed?: string }> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
    onTestFinished(() => void socket.destroy());
    socket.once('error', (error: NodeJS.ErrnoException) => resolve({ failed: error.code ?? '' }));
    socket.once('close', () => resolve({ failed: 'closed' }));
    socket.once('secureConnect', () => resolve({ protocol: socket.alpnProtocol ?? false, version: socket.getProtocol(), commonName: String(socket.getPeerCertificate().subject?.CN) }));
  });
}

describe('https', () => {
  test('is served beside http, on real ports that are told with their scheme', async () => {
    const { addresses } = await serve((kestrel) => kestrel.listen('127.0.0.1', 0).listenLocalhost(0, { https: { certificate: localhost } }));
    expect(addresses).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:[1-9]/), expect.stringMatching(/^https:\/\/localhost:[1-9]/)]);
    const url = addresses[1] ?? '';
    const { port } = new URL(url);
    expect((await askHttps(url, { ca: localhost.cert })).text).toBe(`https localhost:${port}`);
    expect((await askHttps(`https://[::1]:${port}`)).text).toBe(`https [::1]:${port}`);
  });

  test('on a PFX file', async () => {
    const project = await tempProject({ 'c.pfx': await makePfx({ certificate: a.cert, key: a.key }, 'pw') });
    const { url } = await serve((kestrel) => kestrel.listen('127.0.0.1', 0, { https: { certificate: { path: project.path('c.pfx'), password: 'pw' } } }));
    expect((await askHttps(url)).commonName).toBe('a.example');
  });

  test.skipIf(process.platform === 'win32')('on a unix socket', async () => {
    const path = (await tempProject()).path('s.sock');
    const { addresses } = await serve((kestrel) => kestrel.listenUnixSocket(path, { https: { certificate: localhost } }));
    expect(addresses).toEqual([`https://unix:${path}`]);
    expect((await askHttps('https://localhost/', { socketPath: path })).text).toBe('https localhost');
  });

  test('without any certificate is refused in Kestrel’s words, and nothing is bound', async () => {
    const options = { ...serverOptions('http://127.0.0.1:0', 'https://127.0.0.1:0'), env: { MEWS_DEV_CERTS_DIRECTORY: '/nowhere' } };
    const start = new KestrelServer(options).start(toApplication(() => {}));
    await expect(start).rejects.toMatchObject({
      code: 'MEWS3209',
      message: expect.stringMatching(/^Unable to configure HTTPS endpoint\. No server certificate was specified for https:\/\/127\.0\.0\.1:0, and the default developer certificate could not be found or is out of date\.$/),
      hint: expect.stringContaining('mews dev-certs https'),
    });
  });

  test('has the development certificate when there is one', async () => {
    const project = await tempProject({ 'localhost.pem': localhost.cert, 'localhost.key': localhost.key });
    const options = { ...serverOptions('https://127.0.0.1:0'), env: { MEWS_DEV_CERTS_DIRECTORY: project.root } };
    const url = await startServer(new KestrelServer(options), toApplication(({ response }) => response.text('hi')));
    expect(await askHttps(url)).toMatchObject({ text: 'hi', commonName: 'localhost' });
  });

  test('with an expired certificate is served, with a warning', async () => {
    const expired = await makeCertificate({ from: -9, to: -1 });
    const { url, warnings } = await serve((kestrel) => kestrel.listen('127.0.0.1', 0, { https: { certificate: expired } }));
    expect((await askHttps(url)).text).toContain('https');
    expect(warnings).toEqual([expect.stringContaining('expired')]);
  });

  test('closes what speaks plain HTTP, and tells who looks closely', async () => {
    const { port, said, debug } = await serve((kestrel) => kestrel.listen('127.0.0.1', 0, { https: { certificate: localhost } }));
    const client = connectPlain(port, '127.0.0.1').on('error', () => {});
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    let answer = '';
    for await (const chunk of client) answer += String(chunk);
    expect(answer).not.toContain('HTTP/');
    await said(debug, 'Failed to authenticate HTTPS connection');
  });
});

describe('protocols are offered by ALPN', () => {
  test.each([
    ['Http1', ['h2', 'http/1.1'], { protocol: 'http/1.1' }],
    ['Http1AndHttp2', ['http/1.1', 'h2'], { protocol: 'h2' }],
    ['Http2', ['http/1.1', 'h2'], { protocol: 'h2' }],
    ['Http1AndHttp2', undefined, { protocol: false }],
    ['Http1', ['h2'], { failed: expect.any(String) }],
  ] as const)('%s to a client that knows %j', async (protocols, known, outcome) => {
    const { port } = await serve((kestrel) => kestrel.listen('127.0.0.1', 0, { protocols, https: { certificate: localhost } }));
    expect(await handshake(port, known ? { ALPNProtocols: [...known] } : {})).toMatchObject(outcome);
  });

  test('an endpoint of HTTP/2 alone closes who has not negotiated it', async () => {
    const { port, said, debug } = await serve((kestrel) => kestrel.listen('127.0.0.1', 0, { protocols: 'Http2', https: { certificate: localhost } }));
    const client = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }).on('error', () => {});
    await once(client, 'close');
    await said(debug, 'HTTP/2 over TLS was not negotiated on an HTTP/2-only endpoint.');
  });

  test.each([
    [['Tls12'], 'TLSv1.2'],
    [['Tls13'], 'TLSv1.3'],
    [[], 'TLSv1.3'],
  ] as const)('versions %j', async (sslProtocols, version) => {
    const { port } = await serve((kestrel) => kestrel.listen('127.0.0.1', 0, { https: { certificate: localhost, sslProtocols } }));
    expect(await handshake(port, {})).toMatchObject({ version });
    const other = version === 'TLSv1.2' ? 'TLSv1.3' : 'TLSv1.2';
    if (sslProtocols.length > 0) expect(await handshake(port, { minVersion: other, maxVersion: other })).toHaveProperty('failed');
  });

  test('HTTP/2 with an old TLS is refused, HTTP/1.1 is not', async () => {
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    const { port, said, debug } = await serve((kestrel) => kestrel.listen('127.0.0.1', 0, { protocols: 'Http1AndHttp2', https: { certificate: localhost, sslProtocols: ['Tls11', 'Tls13'] } }));
    expect(await handshake(port, { ...old, ALPNProtocols: ['http/1.1'] })).toMatchObject({ version: 'TLSv1.1' });
    expect(await handshake(port, { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' })).toHaveProperty('failed');
    await handshake(port, { ...old, ALPNProtocols: ['h2'] });
    await said(debug, 'Tls 1.2 or later must be used for HTTP/2. TLSv1.1 was negotiated.');
  });
});

describe('server names', async () => {
  const usages = [CLIENT_AUTHENTICATION];
  const client = await makeCertificate({ names: ['alice'], usages });
  const names = {
    'A.example': { certificate: a, protocols: 'Http1' },
    'deep.sub.b.example': { certificate: localhost },
    '*.b.example': { certificate: b, clientCertificateMode: 'RequireCertificate', clientCertificateValidation: () => true },
    '*.example': { certificate: wild, sslProtocols: ['Tls12'] },
  } as const;
  const sni = (more: object = {}) => (kestrel: KestrelOptions) => kestrel.listen('127.0.0.1', 0, { protocols: 'Http1AndHttp2', https: { sni: { ...names, ...more } } });

  test.each([
    ['a.example', 'a.example'],
    ['a.EXAMPLE', 'a.example'],
    ['deep.sub.b.example', 'localhost'],
    ['other.example', '*.example'],
    ['b.example', '*.example'],
    ['very.deep.example', '*.example'],
  ])('%s gets the certificate of %s', async (servername, commonName) => {
    const { port } = await serve(sni());
    expect(await handshake(port, { servername })).toMatchObject({ commonName });
  });

  test('each has its protocols, versions and rules for clients', async () => {
    const { port, said, debug } = await serve(sni());
    const ALPNProtocols = ['h2', 'http/1.1'];
    expect(await handshake(port, { servername: 'a.example', ALPNProtocols })).toMatchObject({ protocol: 'http/1.1', version: 'TLSv1.3' });
    expect(await handshake(port, { servername: 'x.example', ALPNProtocols })).toMatchObject({ protocol: 'h2', version: 'TLSv1.2' });
    expect(await handshake(port, { servername: 'x.b.example', cert: client.cert, key: client.key, maxVersion: 'TLSv1.2' })).toMatchObject({ commonName: 'b.example' });
    await handshake(port, { servername: 'x.b.example' });
    await said(debug, 'the client showed no certificate');
  });

  test('one that is not known is refused, and so is none', async () => {
    const { port, said, debug } = await serve(sni());
    expect(await handshake(port, { servername: 'elsewhere.org' })).toHaveProperty('failed');
    await said(debug, /^Connection refused because no SNI configuration section was found for 'elsewhere\.org' in 'https:\/\/127\.0\.0\.1:0'\. To allow all connections, add a wildcard \('\*'\) SNI section\.$/);
    expect(await handshake(port, {})).toHaveProperty('failed');
    await said(debug, /^Connection refused because the client did not specify a server name, and no wildcard \('\*'\) SNI configuration section was found in 'https:\/\/127\.0\.0\.1:0'\.$/);
  });

  test('the wildcard takes the rest, with the endpoint’s own certificate', async () => {
    const { port } = await serve((kestrel) => kestrel.listen('127.0.0.1', 0, { https: { certificate: localhost, sni: { ...names, '*': {} } } }));
    expect(await handshake(port, { servername: 'elsewhere.org' })).toMatchObject({ commonName: 'localhost' });
    expect(await handshake(port, {})).toMatchObject({ commonName: 'localhost' });
    expect(await handshake(port, { servername: 'a.example' })).toMatchObject({ commonName: 'a.example' });
  });

  test('a hello that comes octet by octet is understood', async () => {
    const { port } = await serve(sni());
    const drip = connectPlain({ port, host: '127.0.0.1', noDelay: true });
    onTestFinished(() => void drip.destroy());
    await once(drip, 'connect');
    const { Duplex } = await import('node:stream');
    const slow = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        void (async () => {
          for (const octet of chunk) await new Promise<void>((resolve) => drip.write(Buffer.from([octet]), () => setImmediate(resolve)));
          done();
        })();
      },
    });
    drip.on('data', (chunk) => slow.push(chunk)).on('close', () => slow.push(null));
    const client = connect({ socket: slow, servername: 'a.example', rejectUnauthorized: false });
    await once(client, 'secureConnect');
    expect(client.getPeerCertificate().subject?.CN).toBe('a.example');
  });

  test('a client that says nothing is closed in time, and one that goes away is let go', async () => {
    const { port, said, debug } = await serve((kestrel) => kestrel.listen('127.0.0.1', 0, { https: { certificate: a, handshakeTimeout: 150, sni: { 'a.example': {} } } }));
    const silent = connectPlain(port, '127.0.0.1').on('error', () => {});
    await once(silent, 'close');
    await said(debug, 'Authentication of the HTTPS connection timed out.');
    connectPlain(port, '127.0.0.1').end();
    await said(debug, 'before it had said hello');
  });
});

describe('a certificate whose files change', () => {
  const serveFiles = async () => {
    const project = await tempProject({ 'c.pem': a.cert, 'k.pem': a.key });
    const certificate = { path: project.path('c.pem'), keyPath: project.path('k.pem') };
    return { project, ...(await serve((kestrel) => kestrel.listen('127.0.0.1', 0, { https: { certificate } }))) };
  };

  test('is used for new connections, while old ones go on', async () => {
    const { project, url, news, said } = await serveFiles();
    const agent = keepAlive();
    const before = await askHttps(url, { agent });
    expect(before.commonName).toBe('a.example');
    writeFileSync(project.path('c.pem'), b.cert);
    writeFileSync(project.path('k.pem'), b.key);
    await said(news, /The certificate of the endpoint .* has changed/);
    expect((await askHttps(url)).commonName).toBe('b.example');
    expect(await askHttps(url, { agent })).toEqual(before);
  });

  test('stays in use when the new one is broken, with a warning, until it is mended', async () => {
    const { project, url, news, warnings, said } = await serveFiles();
    writeFileSync(project.path('c.pem'), b.cert);
    await said(warnings, /cannot be used; the one before stays in use\. .*does not belong to/);
    expect((await askHttps(url)).commonName).toBe('a.example');
    writeFileSync(project.path('k.pem'), b.key);
    await said(news, 'has changed');
    expect((await askHttps(url)).commonName).toBe('b.example');
  });
});
