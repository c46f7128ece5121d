import { describe, expect, test, vi } from 'vitest';
import { exceptionPageMiddleware } from '../../../../src/hosting/application/exception-page/exception-page-middleware.ts';
import { formatFor } from '../../../../src/hosting/application/exception-page/exception-format.ts';
import { maskHeaders, maskQuery } from '../../../../src/hosting/application/exception-page/mask-secrets.ts';
import { presentableError } from '../../../../src/hosting/application/exception-page/presentable-error.ts';
import type { RequestDelegate } from '../../../../src/hosting/application/request-delegate.ts';
import { BadHttpRequestError } from '../../../../src/hosting/http1/bad-http-request-error.ts';
import { reject } from '../../../../src/hosting/http1/rejection.ts';
import { fakeContext, type FakeContext, type FakeRequest } from '../../../support/fake-context.ts';

interface Outcome {
  readonly context: FakeContext;
  readonly logged: unknown[];
  readonly text: string;
}

async function ask(delegate: RequestDelegate, request: FakeRequest = {}): Promise<Outcome> {
  const context = fakeContext(request);
  const logged: unknown[] = [];
  await exceptionPageMiddleware((error) => logged.push(error))(delegate)(context);
  return { context, logged, text: context.sent.join('') };
}

const fail = (error: unknown): RequestDelegate => () => {
  throw error;
};
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'user-agent': 'Mozilla/5.0' };

describe('an error is shown', () => {
  test('to a browser as a page with its message, its source and its causes', async () => {
    const error = new TypeError('oh no', { cause: new Error('the database is away') });
    const { context, text, logged } = await ask(fail(error), { headers: BROWSER });
    expect([context.response.statusCode, context.response.headers.get('content-type'), context.response.headers.get('cache-control')]).toEqual([500, 'text/html; charset=utf-8', 'no-store']);
    for (const part of ['<!DOCTYPE html>', 'oh no', 'TypeError', 'the database is away', 'exception-page.test.ts']) expect(text).toContain(part);
    expect(logged).toEqual([error]);
  });

  test('to a program as problem+json', async () => {
    const { context, text } = await ask(() => Promise.reject(new RangeError('too far')), { path: '/x', queryString: '?token=s3cret' });
    expect([context.response.statusCode, context.response.headers.get('content-type')]).toEqual([500, 'application/problem+json']);
    const problem = JSON.parse(text) as Record<string, unknown> & { exception: { details: string[] } };
    expect(problem).toMatchObject({ type: 'about:blank', title: 'RangeError', status: 500, detail: 'too far', instance: '/x', traceId: '0:00000001' });
    expect(problem.exception.details[0]).toBe('RangeError: too far');
    expect(problem.exception.details.join()).toContain('exception-page.test.ts');
  });

  test('at a prompt as text', async () => {
    const { context, text } = await ask(fail(new Error('oh no', { cause: new Error('deeper') })), { headers: { accept: '*/*', 'user-agent': 'curl/8.5.0' } });
    expect(context.response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toMatch(/^Error: oh no\n {4}at [\s\S]*\nCaused by: Error: deeper\n/);
  });

  test('without what the app had prepared', async () => {
    const { context } = await ask(({ response }) => {
      response.headers.set('Set-Cookie', 'a=1');
      response.headers.set('Content-Encoding', 'gzip');
      response.statusCode = 201;
      throw new Error('late');
    });
    expect([context.response.statusCode, context.response.headers.has('set-cookie'), context.response.headers.has('content-encoding')]).toEqual([500, false, false]);
  });

  test('as text when the page fails', async () => {
    vi.doMock('youch', () => ({ Youch: class { toHTML = () => Promise.reject(new Error('no style sheet')); } }));
    const { text, context } = await ask(fail(new Error('oh no')), { headers: BROWSER });
    vi.doUnmock('youch');
    expect([context.response.headers.get('content-type'), text.split('\n')[0]]).toEqual(['text/plain; charset=utf-8', 'Error: oh no']);
  });

  test('also when it is no Error', async () => {
    expect((await ask(fail('just text'))).text).toContain('just text');
    expect((await ask(fail({ password: 's3cret' }))).text).toContain('An object of class Object was thrown');
    expect((await ask(fail(undefined))).text).toContain('undefined was thrown.');
  });

  test('and cannot smuggle in a script', async () => {
    const { text } = await ask(fail(new Error('</title></script><script>alert(1)</script>')), { headers: { ...BROWSER, 'x-evil': '<script>alert(2)</script>' }, queryString: '?<script>alert(3)</script>' });
    expect(text).not.toMatch(/<script>alert\(\d\)/);
  });
});

describe('an error goes on to the server', () => {
  test.each<[string, (context: FakeContext) => unknown]>([
    ['when the response has started', async ({ response }) => { await response.write('half'); throw new Error('late'); }],
    ['when it is about a request that the server refuses', () => { throw new BadHttpRequestError(reject('RequestBodyTooLarge', 1)); }],
  ])('%s', async (_when, delegate) => {
    await expect(ask(delegate as RequestDelegate)).rejects.toThrow();
  });
});

test('what succeeds is not touched, and nothing is awaited that is there at once', async () => {
  const through = exceptionPageMiddleware(() => {})(() => {});
  expect(through(fakeContext())).toBeUndefined();
});

/** Put together here, for the page shows this source. */
const SECRET = ['s3', 'cret'].join('');

describe('secrets are not shown', () => {
  const secrets = {
    authorization: `Bearer ${SECRET}`, 'proxy-authorization': SECRET, cookie: `sid=${SECRET}; theme=${SECRET}`, 'x-api-key': SECRET, 'x-auth-token': SECRET,
    'x-csrf-token': SECRET, 'x-amz-security-token': SECRET, 'ms-aspnetcore-clientcert': SECRET, 'x-hub-signature-256': SECRET, 'client-secret': SECRET,
  };

  test.each([['text/html'], ['application/json'], ['text/plain']])('of the request, in %s', async (accept) => {
    const error = Object.assign(new Error('oh no'), { config: { headers: { Authorization: SECRET } }, password: SECRET, accessToken: SECRET, code: 'E_SHOWN' });
    error.cause = Object.assign(new Error('cause'), { apiKey: SECRET });
    process.env['MEWS_TEST_VARIABLE'] = SECRET;
    const { text } = await ask(fail(error), { headers: { ...secrets, accept, 'x-shown': 'shown' }, queryString: `?token=${SECRET}&code=${SECRET}&page=2` });
    delete process.env['MEWS_TEST_VARIABLE'];
    expect(text).not.toContain(SECRET);
    if (accept === 'text/html') for (const shown of ['x-shown', 'page=2', 'E_SHOWN', 'theme']) expect(text).toContain(shown);
  });

  test('by their names', () => {
    expect(maskHeaders([['Cookie', 'a=1; b=2'], ['Accept', 'x'], ['Authorization', 'y'], ['X-Author', 'z']])).toEqual({ cookie: 'a=•••; b=•••', accept: 'x', authorization: '•••', 'x-author': 'z' });
    expect(maskQuery('?a=1&Access_Token=2&b&api%5Fkey=3&%=4')).toBe('?a=1&Access_Token=•••&b&api%5Fkey=•••&%=4');
  });

  test('and what is shown is the likeness, not the thing', () => {
    class Broken extends Error {
      override readonly name = 'Broken';
      readonly inner = { secret: 1 };
      readonly status = 404;
    }
    const shown = presentableError(new Broken('no'));
    expect([shown instanceof Broken, shown.name, shown.message, Object.keys(shown).toSorted()]).toEqual([true, 'Broken', 'no', ['name', 'status']]);
  });

  test('of causes without end', () => {
    const error = new Error('round');
    error.cause = error;
    expect(presentableError(error).message).toBe('round');
  });
});

test.each([
  ['text/html', undefined, 'html'],
  ['application/xhtml+xml;q=0.9', undefined, 'html'],
  ['text/html', 'curl/8', 'html'],
  ['application/json', 'curl/8', 'problem'],
  ['application/problem+json, */*', undefined, 'problem'],
  ['application/vnd.api+json', undefined, 'problem'],
  ['*/*', 'curl/8.5.0', 'text'],
  ['*/*', 'Wget/1.21', 'text'],
  ['*/*', 'HTTPie/3.2', 'text'],
  ['*/*', 'node', 'problem'],
  ['text/plain', 'node', 'text'],
  [undefined, undefined, 'problem'],
  [undefined, 'curl/8', 'text'],
])('who accepts %s as %s is told in %s', (accept, agent, format) => {
  const { headers } = fakeContext({ headers: { ...(accept && { accept }), ...(agent && { 'user-agent': agent }) } }).request;
  expect(formatFor(headers)).toBe(format);
});
