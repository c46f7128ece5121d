import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formatBindingAddress } from '../../../src/foundation/addresses/bound-address.ts';
import { pipePath } from '../../../src/foundation/addresses/pipe-path.ts';
import { parseBindingAddress } from '../../../src/foundation/addresses/parse-binding-address.ts';

const vectors = fileURLToPath(new URL('../../../../shared/vectors/', import.meta.url));
const parse = (url: string) => parseBindingAddress(url, '--urls');

describe('an address is read as Kestrel reads it', () => {
  test.each([
    ['http://localhost:5000', { kind: 'localhost', host: 'localhost', port: 5000 }],
    ['HTTP://LocalHost:5000/', { kind: 'localhost', host: 'LocalHost', port: 5000 }],
    ['http://shop.localhost', { kind: 'localhost', host: 'shop.localhost', port: 80 }],
    ['https://localhost', { scheme: 'https', kind: 'localhost', port: 443 }],
    ['http://localhost:0', { kind: 'localhost', port: 0 }],
    ['http://[::1]:5000', { kind: 'ip', host: '::1', port: 5000 }],
    ['http://[::1]', { kind: 'ip', host: '::1', port: 80 }],
    ['http://127.0.0.1', { kind: 'ip', host: '127.0.0.1', port: 80 }],
    ['http://*', { kind: 'any', host: '*', port: 80, namedHost: false }],
    ['http://+:65535', { kind: 'any', host: '+', port: 65535, namedHost: false }],
    ['http://0.0.0.0:80', { kind: 'any', host: '0.0.0.0', namedHost: false }],
    ['http://[::]:80', { kind: 'any', host: '::', namedHost: false }],
    ['http://contoso.com:80', { kind: 'any', host: 'contoso.com', namedHost: true }],
    ['http://my_machine', { kind: 'any', namedHost: true }],
    ['http://notlocalhost:1', { kind: 'any', namedHost: true }],
    ['http://unix:/tmp/kestrel-test.sock', { kind: 'unix', host: '/tmp/kestrel-test.sock', port: 0 }],
    ['http://unix:/tmp/kestrel-test.sock:', { kind: 'unix', host: '/tmp/kestrel-test.sock' }],
    [`http://unix:/tmp/kestrel-test.sock:5000/doesn't/matter`, { kind: 'unix', host: '/tmp/kestrel-test.sock' }],
  ])('%s', (url, expected) => {
    expect(parse(url)).toMatchObject(expected);
  });
});

describe('an address that cannot be bound is refused with its reason', () => {
  test.each([
    ['', 'MEWS3001'],
    ['5000', 'MEWS3001'],
    ['localhost:5000', 'MEWS3001'],
    ['//noscheme', 'MEWS3001'],
    ['http://', 'MEWS3001'],
    ['http://:5000', 'MEWS3001'],
    ['http:////:5000', 'MEWS3001'],
    ['http://user@localhost:5000', 'MEWS3001'],
    ['http://user:secret@localhost:5000', 'MEWS3001'],
    ['http://local host:5000', 'MEWS3001'],
    ['http://::1:5000', 'MEWS3001'],
    ['http://[localhost]:5000', 'MEWS3001'],
    ['http://[::1', 'MEWS3001'],
    ['://emptyscheme', 'MEWS3002'],
    ['ftp://localhost', 'MEWS3002'],
    ['http://www.example.com:NOTAPORT', 'MEWS3003'],
    ['http://localhost:', 'MEWS3003'],
    ['http://localhost:65536', 'MEWS3003'],
    ['http://localhost:-1', 'MEWS3003'],
    ['http://[::1]:x', 'MEWS3003'],
    ['http://www.example.com/foo?bar=baz', 'MEWS3004'],
    ['http://localhost:5000/base', 'MEWS3004'],
    ['http://localhost:5000?x=1', 'MEWS3004'],
    ['http://unix:5000/tmp/kestrel-test.sock', 'MEWS3004'],
    ['http://unix:foo/tmp/kestrel-test.sock', 'MEWS3005'],
    ['http://unix:app.sock', 'MEWS3005'],
    ['http://pipe:/LOCAL\\HelloWorld', 'MEWS3009'],
  ])('%j', (url, code) => {
    const refused = expect.objectContaining({ code, message: expect.stringContaining(url), hint: expect.stringMatching(/./) });
    expect(() => parse(url)).toThrow(refused);
  });

  test('and with where it was written', () => {
    expect(() => parse('nonsense')).toThrow('(from --urls)');
  });
});

describe('named pipes, which Windows has', () => {
  test.each([
    ['http://pipe:/LOCAL\\HelloWorld', 'LOCAL\\HelloWorld', 'http://pipe:/LOCAL\\HelloWorld'],
    ['https://pipe:/app', 'app', 'https://pipe:/app'],
    ['http://pipe://tmp/kestrel-test.sock', '/tmp/kestrel-test.sock', 'http://pipe://tmp/kestrel-test.sock'],
    ['http://PIPE:/app:5000/x', 'app', 'http://pipe:/app'],
  ])('%s', (url, host, text) => {
    const address = parseBindingAddress(url, 'test', 'win32');
    expect(address).toMatchObject({ kind: 'pipe', host, port: 0, namedHost: false });
    expect(formatBindingAddress(address)).toBe(text);
  });

  test('need a name, and are at their place', () => {
    expect(() => parseBindingAddress('http://pipe:/', 'test', 'win32')).toThrow(expect.objectContaining({ code: 'MEWS3001' }));
    expect(pipePath('LOCAL\\x')).toBe('\\\\.\\pipe\\LOCAL\\x');
  });
});

test.each([
  ['http://LOCALHOST', 'http://LOCALHOST:80'],
  ['http://[::1]:1/', 'http://[::1]:1'],
  ['https://*:1', 'https://*:1'],
  ['http://unix:/tmp/x.sock:', 'http://unix:/tmp/x.sock'],
])('%s is written %s', (url, text) => {
  expect(formatBindingAddress(parse(url))).toBe(text);
});

interface Vectors {
  readonly blocks: readonly { readonly description: string; readonly rows: readonly (readonly unknown[])[] }[];
}

describe.skipIf(!existsSync(vectors))('the shared vectors (skipped where ../shared is absent)', () => {
  const read = (file: string): Vectors => JSON.parse(readFileSync(`${vectors}${file}`, 'utf8'));

  test('binding-address: what .NET refuses, or what has a path base, we refuse', () => {
    const [noScheme, noHost] = read('binding-address.json').blocks;
    for (const [url] of [...(noScheme?.rows ?? []), ...(noHost?.rows ?? [])]) expect(() => parse(String(url)), String(url)).toThrow();
  });

  test('binding-address: hosts and ports', () => {
    const blocks = read('binding-address.json').blocks.filter(({ description }) => description.startsWith('Parses (') || description === 'Parses, Unix only:');
    expect(blocks).toHaveLength(2);
    // The newest rules refuse what is no port; a scheme and an empty path are ours to demand.
    for (const [url, , host, port, path] of blocks.flatMap(({ rows }) => rows)) {
      const text = String(url);
      const isRefused = text.startsWith('://') || /NOTAPORT|unix:foo/.test(text) || (path !== '' && !text.includes('unix:/'));
      if (isRefused) expect(() => parse(text), text).toThrow();
      else expect(parse(text), text).toMatchObject({ host: String(host).replace(/^unix:/, ''), port });
    }
  });

  test('address-binding: the kind of each', () => {
    for (const [url, kind, at, port] of read('address-binding.json').blocks[0]?.rows ?? []) {
      const text = String(url);
      if (text.includes('pipe:')) expect(() => parse(text), text).toThrow();
      else if (kind === 'unix' || kind === 'ip') expect(parse(text)).toMatchObject({ kind, host: at, ...(kind === 'ip' && { port }) });
      else expect(parse(text), text).toMatchObject({ kind: 'any' });
    }
  });
});
