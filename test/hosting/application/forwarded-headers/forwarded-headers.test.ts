import { describe, expect, test } from 'vitest';
import { ApplicationBuilder } from '../../../../src/hosting/application/application-builder.ts';
import type { ForwardedHeader, ForwardedHeadersOptions } from '../../../../src/hosting/application/forwarded-headers/forwarded-headers-options.ts';
import { toForwardedHeadersRules } from '../../../../src/hosting/application/forwarded-headers/forwarded-headers-options.ts';
import { forwardedHeadersMiddleware } from '../../../../src/hosting/application/forwarded-headers/forwarded-headers-middleware.ts';
import { isForwardingEnabled } from '../../../../src/hosting/application/forwarded-headers/use-forwarded-headers.ts';
import type { HttpContext } from '../../../../src/hosting/http/http-context.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { fakeContext, type FakeRequest } from '../../../support/fake-context.ts';

const FOR: readonly ForwardedHeader[] = ['XForwardedFor'];
const PROTO: readonly ForwardedHeader[] = ['XForwardedProto'];
const HOST: readonly ForwardedHeader[] = ['XForwardedHost'];
const BOTH: readonly ForwardedHeader[] = ['XForwardedProto', 'XForwardedFor'];
const ANYBODY = { knownProxies: [], knownNetworks: [] };

interface Outcome {
  readonly context: HttpContext;
  readonly log: string[];
}

function run(options: ForwardedHeadersOptions, request: FakeRequest, times = 1): Outcome {
  const context = fakeContext(request);
  const log: string[] = [];
  const middleware = forwardedHeadersMiddleware(toForwardedHeadersRules(options), { debug: (text) => void log.push(`Debug ${text}`), warn: (text) => void log.push(`Warning ${text}`) });
  for (let time = 0; time < times; time++) void middleware(() => {})(context);
  return { context, log };
}

const remoteOf = ({ connection }: HttpContext): [string, number] => [connection.remoteIpAddress, connection.remotePort];
const header = ({ request }: HttpContext, name: string): string => request.headers.get(name) ?? '';
const request = (remote: string | undefined, headers: Record<string, string>): FakeRequest => {
  const filled = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
  return remote === undefined ? { headers: filled } : { remoteIp: remote, remotePort: 99, headers: filled };
};

describe('X-Forwarded-For', () => {
  test.each([
    ['11.111.111.11:9090', ['11.111.111.11', 9090], ''],
    ['11.111.111.11', ['11.111.111.11', 0], ''],
    ['[2001:DB8::1]:9090', ['2001:db8::1', 9090], ''],
    ['[::1]', ['::1', 0], ''],
    ['"[::1]:80"', ['::1', 80], ''],
    ['BAD-IP', ['', 0], 'BAD-IP'],
    ['11.111.111.11:', ['', 0], '11.111.111.11:'],
    ['11.111.111.11:65536', ['', 0], '11.111.111.11:65536'],
    ['[11.111.111.11]:80', ['', 0], '[11.111.111.11]:80'],
    ['[::1]:80:80', ['', 0], '[::1]:80:80'],
  ])('%s of a client that nobody knows', (forwarded, remote, left) => {
    const { context } = run({ forwardedHeaders: FOR }, request(undefined, { 'X-Forwarded-For': forwarded }));
    expect(remoteOf(context)).toEqual(remote);
    expect([header(context, 'X-Forwarded-For'), context.request.headers.has('X-Original-For')]).toEqual([left, false]);
  });

  test('is not looked at unless it is asked for', () => {
    const { context } = run({}, request(undefined, { 'X-Forwarded-For': '11.111.111.11:9090', 'X-Forwarded-Proto': 'https' }));
    expect([remoteOf(context), context.request.scheme, header(context, 'X-Forwarded-For')]).toEqual([['', 0], 'http', '11.111.111.11:9090']);
  });

  test('that is not parsed is left as it was', () => {
    const { context, log } = run({ forwardedHeaders: FOR, ...ANYBODY }, request('10.0.0.1', { 'X-Forwarded-For': '11.111.111.11.12345' }));
    expect([remoteOf(context), header(context, 'X-Forwarded-For'), header(context, 'X-Original-For')]).toEqual([['10.0.0.1', 99], '11.111.111.11.12345', '']);
    expect(log).toEqual(['Debug Unparsable IP: 11.111.111.11.12345']);
  });

  test.each<[number, string, string, number, string, boolean]>([
    [1, '11.111.111.11:12345', '11.111.111.11', 12345, '', false],
    [10, '11.111.111.11:12345', '11.111.111.11', 12345, '', false],
    [1, '12.112.112.12:23456, 11.111.111.11:12345', '11.111.111.11', 12345, '12.112.112.12:23456', false],
    [2, '12.112.112.12:23456, 11.111.111.11:12345', '12.112.112.12', 23456, '', true],
    [10, '12.112.112.12.23456, 11.111.111.11:12345', '11.111.111.11', 12345, '12.112.112.12.23456', false],
    [10, '13.113.113.13:34567, 12.112.112.12.23456, 11.111.111.11:12345', '11.111.111.11', 12345, '13.113.113.13:34567,12.112.112.12.23456', true],
    [3, '13.113.113.13:34567, 12.112.112.12:23456,, 11.111.111.11:12345', '13.113.113.13', 34567, '', true],
  ])('with the limit %i, of %s', (forwardLimit, forwarded, ip, port, left, requireHeaderSymmetry) => {
    const { context } = run({ forwardedHeaders: FOR, forwardLimit, requireHeaderSymmetry, ...ANYBODY }, request('10.0.0.1', { 'X-Forwarded-For': forwarded }));
    expect([remoteOf(context), header(context, 'X-Forwarded-For'), header(context, 'X-Original-For')]).toEqual([[ip, port], left, '10.0.0.1:99']);
  });

  test('may come in several fields', () => {
    const { context } = run({ forwardedHeaders: FOR, forwardLimit: 2, ...ANYBODY }, { headers: { 'x-forwarded-for': ['1.1.1.1, 2.2.2.2', '3.3.3.3'] } });
    expect([remoteOf(context)[0], header(context, 'X-Forwarded-For')]).toEqual(['2.2.2.2', '1.1.1.1']);
  });

  test.each([
    ['11.111.111.11', false, ''],
    ['127.0.0.1', true, '127.0.0.1:99'],
    ['127.0.1.1', true, '127.0.1.1:99'],
    ['::1', true, '[::1]:99'],
    ['::2', false, ''],
    ['::ffff:127.0.0.1', true, '[::ffff:127.0.0.1]:99'],
  ])('by default of a proxy on this machine alone: %s', (remote, isForwarded, original) => {
    const { context, log } = run({ forwardedHeaders: FOR }, request(remote, { 'X-Forwarded-For': '10.0.0.1:1234' }));
    expect([remoteOf(context), header(context, 'X-Original-For')]).toEqual([isForwarded ? ['10.0.0.1', 1234] : [remote, 99], original]);
    expect(log).toEqual(isForwarded ? [] : [`Debug Unknown proxy: ${remote.includes(':') ? `[${remote}]` : remote}:99`]);
  });

  const two = '12.112.112.12:23456, 11.111.111.11:12345';
  const all = '10.0.0.1,11.111.111.11,12.112.112.12';
  test.each<[number, string, string, string, number]>([
    [1, '11.111.111.11:12345', '20.0.0.1', '10.0.0.1', 99],
    [1, '', '10.0.0.1', '10.0.0.1', 99],
    [1, two, '10.0.0.1', '11.111.111.11', 12345],
    [2, two, '10.0.0.1', '11.111.111.11', 12345],
    [2, two, all, '12.112.112.12', 23456],
    [3, `13.113.113.13:34567, ${two}`, all, '13.113.113.13', 34567],
    [3, '13.113.113.13:34567, 12.112.112.12;23456, 11.111.111.11:12345', all, '11.111.111.11', 12345],
    [3, `13.113.113.13;34567, ${two}`, all, '12.112.112.12', 23456],
  ])('up to the first unknown proxy: limit %i, %s, known %s', (forwardLimit, forwarded, known, ip, port) => {
    const { context } = run({ forwardedHeaders: FOR, forwardLimit, knownProxies: ['::1', ...known.split(',')] }, request('10.0.0.1', { 'X-Forwarded-For': forwarded }));
    expect(remoteOf(context)).toEqual([ip, port]);
  });

  test.each([
    ['22.33.44.55,::ffff:127.0.0.1', [], []],
    ['22.33.44.55,::ffff:172.123.142.121', ['::ffff:172.123.142.121'], []],
    ['22.33.44.55,::ffff:172.123.142.121,172.32.24.23', [], ['172.0.0.0/8']],
    ['22.33.44.55,2a02:26f0:2d:183::356e,::ffff:127.0.0.1', ['2a02:26f0:2d:183::356e'], []],
    ['22.33.44.55,2a02:26f0:2d:183::356e', [], ['2a02:26f0::/32']],
  ])('with IPv4 as IPv6: %s', (forwarded, knownProxies, knownNetworks) => {
    const options = { forwardedHeaders: FOR, forwardLimit: null, knownProxies: ['::1', ...knownProxies], knownNetworks: ['127.0.0.0/8', ...knownNetworks] };
    expect(remoteOf(run(options, request(undefined, { 'X-Forwarded-For': forwarded })).context)[0]).toBe('22.33.44.55');
  });
});

describe('X-Forwarded-Proto', () => {
  test.each([[0, 'h1', 'http'], [1, 'h1', 'h1'], [1, 'h2, h1', 'h1'], [2, 'h2, h1', 'h2']])('limit %i, %s', (forwardLimit, forwarded, scheme) => {
    const { context } = run({ forwardedHeaders: PROTO, forwardLimit }, request(undefined, { 'X-Forwarded-Proto': forwarded }));
    expect(context.request.scheme).toBe(scheme);
  });

  test.each(['z', 'Z', '1', 'y+', '1-', 'a.'])('may be %s', (scheme) => {
    const { context } = run({ forwardedHeaders: PROTO }, request(undefined, { 'X-Forwarded-Proto': scheme }));
    expect([context.request.scheme, header(context, 'X-Original-Proto'), header(context, 'X-Forwarded-Proto')]).toEqual([scheme, 'http', '']);
  });

  test.each(['a b', ...'!"#$%&\'()*/:;<=>?@[\\]^_`{|}~ä'])('may not be %s', (scheme) => {
    const { context } = run({ forwardedHeaders: PROTO }, request(undefined, { 'X-Forwarded-Proto': scheme }));
    expect([context.request.scheme, header(context, 'X-Forwarded-Proto')]).toEqual(['http', scheme]);
  });

  test.each([[1, '', '::1', 'http'], [3, 'h1', '::1', 'h1'], [3, 'h2, h1', '::1', 'http'], [10, 'h3, h2, h1', '::1, ::1, ::1', 'h3']])(
    'with symmetry: limit %i, %s for %s', (forwardLimit, proto, forwardedFor, scheme) => {
      const options = { forwardedHeaders: BOTH, forwardLimit, requireHeaderSymmetry: true };
      const { context, log } = run(options, request(undefined, { 'X-Forwarded-Proto': proto, 'X-Forwarded-For': forwardedFor }));
      expect(context.request.scheme).toBe(scheme);
      expect(log).toEqual(scheme === 'http' ? ['Warning Parameter count mismatch between X-Forwarded-For and X-Forwarded-Proto.'] : []);
    });

  test.each([[1, '', '::1', 'http'], [3, 'h1', '::1', 'h1'], [10, 'h3, h2, h1', '::1, ::1, ::1', 'h3'], [10, 'h2, h1', '::1', 'h2']])(
    'without symmetry: limit %i, %s for %s', (forwardLimit, proto, forwardedFor, scheme) => {
      const { context } = run({ forwardedHeaders: BOTH, forwardLimit }, request(undefined, { 'X-Forwarded-Proto': proto, 'X-Forwarded-For': forwardedFor }));
      expect(context.request.scheme).toBe(scheme);
    });

  test.each([['', '', '::1', false], ['h1', '', 'F::', true], ['h1', 'E::', 'F::', true], ['h2, h1', '', '::1', true], ['h2, h1', 'E::, D::', 'F::', true]])(
    '%s for %s of the proxy %s changes nothing', (proto, forwardedFor, remote, isDefault) => {
      const options = { forwardedHeaders: BOTH, forwardLimit: 5, requireHeaderSymmetry: true, ...(isDefault ? {} : ANYBODY) };
      expect(run(options, request(remote, { 'X-Forwarded-Proto': proto, 'X-Forwarded-For': forwardedFor })).context.request.scheme).toBe('http');
    });

  test('is not believed of an unknown proxy, even without X-Forwarded-For; the older rule is a switch', () => {
    const from = request('20.0.0.1', { 'X-Forwarded-Proto': 'https' });
    expect(run({ forwardedHeaders: PROTO }, from).context.request.scheme).toBe('http');
    const context = fakeContext(from);
    void forwardedHeadersMiddleware(toForwardedHeadersRules({ forwardedHeaders: PROTO }, true), { debug: () => {}, warn: () => {} })(() => {})(context);
    expect(context.request.scheme).toBe('https');
  });
});

describe('X-Forwarded-Host', () => {
  test.each([
    ['localHost', ['localhost']], ['localhost:9090', ['example.com', 'localHost']], ['foo.eXample.com:443', ['*.exampLe.com']], ['f.eXample.com:443', ['*.exampLe.com']],
    ['127.0.0.1:443', ['127.0.0.1']], ['xn--c1yn36f:443', ['xn--c1yn36f']], ['xn--c1yn36f:443', ['點看']], ['[::1]:80', ['[::1]']], ['any.org', ['*']], ['any.org', []],
  ])('%s with %o', (host, allowedHosts) => {
    const { context } = run({ forwardedHeaders: HOST, allowedHosts }, request(undefined, { 'X-Forwarded-Host': host }));
    expect([context.request.host, header(context, 'X-Original-Host'), header(context, 'X-Forwarded-Host')]).toEqual([host, 'localhost', '']);
  });

  test.each([
    [';', []], [';:80', ['localhost']], ['example.com:443', ['*.example.com']], ['.example.com:443', ['*.example.com']], ['foo.com:443', ['*.example.com']],
    ['example.com', ['example.com;localhost']], ['[::]', []], ['[afd adf]', []], ['::', []], ['abcd:1abcd', []], ['abcd:1.2', []], ['a/b', []],
  ])('not %s with %o', (host, allowedHosts) => {
    const { context } = run({ forwardedHeaders: HOST, allowedHosts }, request(undefined, { 'X-Forwarded-Host': host }));
    expect([context.request.host, header(context, 'X-Original-Host')]).toEqual(['localhost', '']);
  });

  test('one that is wrong does not hide those behind it', () => {
    const options = { forwardedHeaders: HOST, forwardLimit: 10, allowedHosts: ['bar.com', '*.foo.com'] };
    expect(run(options, request(undefined, { 'X-Forwarded-Host': 'stuff:523, bar.foo.com:432, bar.com:80' })).context.request.host).toBe('bar.foo.com:432');
  });
});

describe('X-Forwarded-Prefix', () => {
  const PREFIX = { forwardedHeaders: ['XForwardedPrefix'] } as const;

  test.each([['/app', '/app'], ['/app/', '/app'], ['/a%20b', '/a b'], ['app', ''], ['/', '']])('%s is the path base %o', (prefix, pathBase) => {
    expect(run(PREFIX, request(undefined, { 'X-Forwarded-Prefix': prefix })).context.request.pathBase).toBe(pathBase);
  });

  test('keeps what was there', () => {
    const context = fakeContext({ headers: { 'X-Forwarded-Prefix': '/out' } });
    context.request.pathBase = '/in';
    void forwardedHeadersMiddleware(toForwardedHeadersRules(PREFIX), { debug: () => {}, warn: () => {} })(() => {})(context);
    expect([context.request.pathBase, header(context, 'X-Original-Prefix'), header(context, 'X-Forwarded-Prefix')]).toEqual(['/out', '/in', '']);
  });

  test('must be as many as the others with symmetry', () => {
    const options = { forwardedHeaders: 'All', requireHeaderSymmetry: true } as const;
    const all = { 'X-Forwarded-For': '1.1.1.1', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'h' };
    expect(run(options, request(undefined, all)).log).toEqual(['Warning Parameter count mismatch between X-Forwarded-Prefix and X-Forwarded-For, X-Forwarded-Host or X-Forwarded-Proto.']);
    expect(run(options, request(undefined, { ...all, 'X-Forwarded-Prefix': '/p' })).context.request.pathBase).toBe('/p');
  });
});

describe('with symmetry', () => {
  const options = { forwardedHeaders: 'All', requireHeaderSymmetry: true } as const;
  const good = { 'X-Forwarded-For': '1.1.1.1', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'h', 'X-Forwarded-Prefix': '/p' };

  test.each([
    [{ 'X-Forwarded-Proto': 'a b' }, 'Forwarded scheme is not present'],
    [{ 'X-Forwarded-Host': ';' }, 'Incorrect number of x-forwarded-host'],
    [{ 'X-Forwarded-Prefix': 'p' }, 'Incorrect number of x-forwarded-prefix'],
    [{ 'X-Forwarded-Host': 'a, b' }, 'Parameter count mismatch between X-Forwarded-Host and X-Forwarded-For or X-Forwarded-Proto.'],
  ])('%o changes nothing', (bad, warning) => {
    const { context, log } = run(options, request(undefined, { ...good, ...bad }));
    expect([remoteOf(context)[0], context.request.scheme, context.request.host, context.request.pathBase]).toEqual(['', 'http', 'localhost', '']);
    expect(log[0]).toContain(`Warning ${warning}`);
  });

  test('everything is taken', () => {
    const { context } = run(options, request(undefined, good));
    expect([remoteOf(context)[0], context.request.scheme, context.request.host, context.request.pathBase]).toEqual(['1.1.1.1', 'https', 'h', '/p']);
  });
});

describe('options', () => {
  test.each(['For', 'Host', 'Proto', 'Prefix'].flatMap((name) => [`forwarded${name}HeaderName`, `original${name}HeaderName`]))('%s must not be blank', (option) => {
    const use = (): unknown => new ApplicationBuilder().useForwardedHeaders({ forwardedHeaders: 'All', [option]: ' ' });
    expect(failureOf(use).message).toContain(`options.${option} is required`);
  });

  test.each([
    [{ knownProxies: ['localhost'] }, 'knownProxies'], [{ knownNetworks: ['10.0.0.0'] }, 'knownNetworks'], [{ knownNetworks: ['10.0.0.0/33'] }, 'knownNetworks'],
    [{ knownNetworks: ['x/8'] }, 'knownNetworks'], [{ forwardLimit: 1.5 }, 'forwardLimit'], [{ forwardedHeaders: ['Forwarded'] as unknown as ForwardedHeader[] }, 'forwardedHeaders'],
  ])('%o is refused', (options, name) => {
    expect(failureOf(() => new ApplicationBuilder().useForwardedHeaders(options)).message).toContain(`'${name}'`);
  });

  test('other names of headers', () => {
    const options = { forwardedHeaders: FOR, forwardedForHeaderName: 'Client', originalForHeaderName: 'Before', ...ANYBODY };
    const { context } = run(options, request('10.0.0.1', { client: '1.1.1.1', 'X-Forwarded-For': '2.2.2.2' }));
    expect([remoteOf(context)[0], header(context, 'Before'), header(context, 'client'), header(context, 'X-Forwarded-For')]).toEqual(['1.1.1.1', '10.0.0.1:99', '', '2.2.2.2']);
  });
});

describe('useForwardedHeaders', () => {
  const three = { headers: { 'X-Forwarded-Proto': 'httpa, httpb, httpc' } };
  const through = (builder: ApplicationBuilder): HttpContext => {
    const context = fakeContext(three);
    void builder.build(() => {})(context);
    return context;
  };

  test.each([[1, 'httpc', 'httpa,httpb'], [2, 'httpb', 'httpa']])('with configured options runs once: limit %i', (forwardLimit, scheme, left) => {
    const context = through(new ApplicationBuilder().configureForwardedHeaders({ forwardedHeaders: PROTO, forwardLimit, ...ANYBODY }).useForwardedHeaders().useForwardedHeaders());
    expect([context.request.scheme, header(context, 'X-Forwarded-Proto')]).toEqual([scheme, left]);
  });

  test.each([[1, 'httpb', 'httpa'], [2, 'httpa', '']])('with options of its own runs each time: limit %i', (forwardLimit, scheme, left) => {
    const options = { forwardedHeaders: PROTO, forwardLimit, ...ANYBODY };
    const context = through(new ApplicationBuilder().useForwardedHeaders(options).useForwardedHeaders(options));
    expect([context.request.scheme, header(context, 'X-Forwarded-Proto')]).toEqual([scheme, left]);
  });

  test('in a branch does nothing when the application has it; in two branches it works in both', () => {
    const options = { forwardedHeaders: PROTO, ...ANYBODY };
    const outer = new ApplicationBuilder().configureForwardedHeaders(options).useForwardedHeaders().mapWhen(() => true, (branch) => branch.useForwardedHeaders().fallback(() => {}));
    expect(through(outer).request.scheme).toBe('httpc');
    const branches = new ApplicationBuilder().configureForwardedHeaders(options).mapWhen(() => false, (branch) => branch.useForwardedHeaders());
    branches.mapWhen(() => true, (branch) => branch.useForwardedHeaders().fallback(() => {}));
    expect(through(branches).request.scheme).toBe('httpc');
  });
});

test.each([
  [{ ASPNETCORE_FORWARDEDHEADERS_ENABLED: 'TRUE' }, true], [{ DOTNET_FORWARDEDHEADERS_ENABLED: 'true' }, true], [{ MEWS_FORWARDEDHEADERS_ENABLED: 'true' }, true],
  [{ ASPNETCORE_FORWARDEDHEADERS_ENABLED: '1' }, false], [{ ASPNETCORE_FORWARDEDHEADERS_ENABLED: 'true', MEWS_FORWARDEDHEADERS_ENABLED: 'false' }, false], [{}, false],
])('%o enables it: %s', (environment, isEnabled) => {
  expect(isForwardingEnabled(environment)).toBe(isEnabled);
});
