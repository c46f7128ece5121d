import { expect, test } from 'vitest';
import { ApplicationBuilder } from '../../../../src/hosting/application/application-builder.ts';
import type { HostFilteringOptions } from '../../../../src/hosting/application/host-filtering/host-filter.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { fakeContext, type FakeContext } from '../../../support/fake-context.ts';

async function ask(host: string, options: HostFilteringOptions): Promise<FakeContext> {
  const context = fakeContext({ host });
  await new ApplicationBuilder().useHostFiltering(options).build(() => {})(context);
  return context;
}

test.each([
  ['localhost', 'localhost'],
  ['LOCALHOST:5000', 'localhost'],
  ['example.com:443', 'Example.com'],
  ['sub.example.com', '*.example.com'],
  ['deep.sub.EXAMPLE.com:8080', '*.example.com'],
  ['127.0.0.1:80', '127.0.0.1'],
  ['[::1]', '[::1]'],
  ['[::1]:5000', '[::1]'],
  ['xn--c1yn36f', '點看'],
  ['sub.xn--c1yn36f:80', '*.點看'],
  ['anything.org', '*'],
  ['anything.org', '[::]'],
  ['anything.org', '0.0.0.0'],
  ['', 'localhost'],
])('the host %o is allowed by %s', async (host, allowed) => {
  expect((await ask(host, { allowedHosts: ['other.org', allowed] })).response.statusCode).toBe(200);
});

test.each([
  ['example.com', 'localhost'],
  ['example.com', '*.example.com'],
  ['.example.com', '*.example.com'],
  ['notexample.com', '*.example.com'],
  ['example.com.evil.org', 'example.com'],
  ['localhost', 'localhost:5000'],
  ['[::1]', '::1'],
  ['[::2]', '[::1]'],
  ['a.b', 'a.*'],
])('the host %o is not allowed by %s', async (host, allowed) => {
  const { response, sent } = await ask(host, { allowedHosts: [allowed] });
  expect([response.statusCode, response.headers.get('content-type')]).toEqual([400, 'text/html']);
  expect(sent.join('')).toContain('Bad Request - Invalid Hostname');
  expect(response.headers.get('content-length')).toBe(String(sent.join('').length));
});

test('an empty host is refused when it must be there, even where every name is allowed', async () => {
  expect((await ask('', { allowedHosts: ['*'], allowEmptyHosts: false })).response.statusCode).toBe(400);
});

test('the answer may say nothing', async () => {
  const { response, sent } = await ask('example.com', { allowedHosts: ['localhost'], includeFailureMessage: false });
  expect([response.statusCode, sent]).toEqual([400, []]);
});

test.each([[{ allowedHosts: [] }], [{}], [undefined], [{ allowedHosts: null }], [{ allowedHosts: 'example.com' }]])('no list of hosts is a mistake: %o', (options) => {
  const failure = failureOf(() => new ApplicationBuilder().useHostFiltering(options as HostFilteringOptions));
  expect(failure).toMatchObject({ code: 'MEWS4032', message: 'No allowed hosts were configured.' });
});
