import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { ApplicationBuilder } from '../../../src/hosting/application/application-builder.ts';
import type { RequestDelegate } from '../../../src/hosting/application/request-delegate.ts';
import { fakeContext, type FakeContext, type FakeRequest } from '../../support/fake-context.ts';

async function ask(builder: ApplicationBuilder, request: FakeRequest | string = '/'): Promise<FakeContext> {
  const context = fakeContext(typeof request === 'string' ? { path: request } : request);
  await builder.build()(context);
  return context;
}

const textOf = async (builder: ApplicationBuilder, request: FakeRequest | string = '/'): Promise<string> => (await ask(builder, request)).sent.join('');

/** A promise of another realm is what other libraries' promises are: no instance of ours. */
const foreignPromise = (result: () => unknown): unknown => runInNewContext('Promise.resolve().then(result)', { result });

describe('a pipeline', () => {
  test('in which nothing waits is done when it returns', () => {
    const context = fakeContext({ path: '/a/b' });
    const delegate: RequestDelegate = new ApplicationBuilder().map('/a', (branch) => branch.mapGet('/b', ({ response }) => void (response.statusCode = 204))).build();
    expect(delegate(context)).toBeUndefined();
    expect([context.response.statusCode, context.request.path, context.request.pathBase]).toEqual([204, '/a/b', '']);
    expect(new ApplicationBuilder().build()(fakeContext())).toBeUndefined();
  });

  test('gives what comes after as a promise, done or not', async () => {
    const seen: unknown[] = [];
    const builder = new ApplicationBuilder().use(async (_context, next) => void seen.push(await next(), next()));
    await builder.use(() => {}).build()(fakeContext());
    expect(seen).toEqual([undefined, Promise.resolve()]);
  });

  test.each<[string, (builder: ApplicationBuilder) => unknown]>([
    ['a handler that throws', (builder) => builder.mapGet('/', () => { throw new Error('oh no'); })],
    ['a handler that rejects', (builder) => builder.mapGet('/', () => Promise.reject(new Error('oh no')))],
    ['middleware that throws', (builder) => builder.use(() => { throw new Error('oh no'); })],
    ['a fallback that throws', (builder) => builder.fallback(() => { throw new Error('oh no'); })],
    ['a branch that throws', (builder) => builder.map('/', (branch) => branch.use(() => { throw new Error('oh no'); }))],
    ['a predicate that throws', (builder) => builder.mapWhen(() => { throw new Error('oh no'); }, () => {})],
  ])('brings the error of %s to the middleware above as a rejection', async (_what, configure) => {
    const caught: unknown[] = [];
    const builder = new ApplicationBuilder().use((_context, next) => {
      const rest = next();
      return rest.catch((error: unknown) => void caught.push(error));
    });
    configure(builder);
    await builder.build()(fakeContext());
    expect(caught).toEqual([new Error('oh no')]);
  });

  test('takes what is only like a promise for one', async () => {
    const order: string[] = [];
    const thenable = foreignPromise(() => order.push('waited'));
    const builder = new ApplicationBuilder().use(async (_context, next) => {
      await next();
      order.push('after');
    });
    await builder.use(() => thenable as Promise<void>).build()(fakeContext());
    expect(order).toEqual(['waited', 'after']);
  });
});

describe('map and usePathBase', () => {
  const show = ({ request }: FakeContext): string => `${request.pathBase}|${request.path}`;

  test.each([['/base/x', '/base|/x'], ['/BASE/x', '/BASE|/x'], ['/base', '/base|/'], ['/base/', '/base|/'], ['/basement', '|/basement'], ['/', '|/'], ['/x/base', '|/x/base']])(
    'usePathBase: %s', async (path, seen) => {
      expect(await textOf(new ApplicationBuilder().usePathBase('/base/').fallback((context) => show(context as FakeContext)), path)).toBe(seen);
    });

  test('usePathBase of nothing does nothing', async () => {
    expect(await textOf(new ApplicationBuilder().usePathBase('/').fallback((context) => show(context as FakeContext)), '/x')).toBe('|/x');
  });

  test('paths come back, after an error and after waiting too', async () => {
    for (const end of [() => { throw new Error('now'); }, () => Promise.reject(new Error('later')), () => Promise.resolve()]) {
      const context = fakeContext({ path: '/a/b/c' });
      const builder = new ApplicationBuilder().map('/a', (outer) => outer.usePathBase('/b').fallback(end));
      const seen: string[] = [];
      await new ApplicationBuilder().use(async (inner, next) => {
        await next().catch(() => {});
        seen.push(show(inner as FakeContext));
      }).build(builder.build())(context);
      expect(seen).toEqual(['|/a/b/c']);
    }
  });

  test('paths stay as they are until the branch is done', async () => {
    const builder = new ApplicationBuilder().map('/a', (branch) => branch.fallback(async (context) => {
      await Promise.resolve();
      return show(context as FakeContext);
    }));
    expect(await textOf(builder, '/a/b')).toBe('/a|/b');
  });

  test('branches nest', async () => {
    const builder = new ApplicationBuilder().map('/a', (a) => a.map('/b', (b) => b.fallback((context) => show(context as FakeContext))));
    expect(await textOf(builder, '/a/b/c')).toBe('/a/b|/c');
    expect((await ask(builder, '/a/c')).response.statusCode).toBe(404);
  });
});

describe('routes', () => {
  const params = (pattern: string): ApplicationBuilder => new ApplicationBuilder().mapGet(pattern, ({ request }) => request.params);

  test.each([
    ['/users/:id', '/users/7', { id: '7' }],
    ['/users/:id', '/users/a b', { id: 'a b' }],
    ['/users/:id', '/users/ä%2Fö', { id: 'ä%2Fö' }],
    ['/users/:id', '/users/100%', { id: '100%' }],
    ['/users/:id', '/users/%41', { id: '%41' }],
    ['/users/:id', '/users/a?b#c', { id: 'a?b#c' }],
    ['/users/:id', '/users/{x}', { id: '{x}' }],
    ['/users/:id', '/users/😀', { id: '😀' }],
    ['/users/:id', '/users/\ud800', { id: '\ufffd' }],
    ['/files/**:rest', '/files/a/b c/d', { rest: 'a/b c/d' }],
    ['/:number(\\d+)', '/42', { number: '42' }],
  ])('%s takes from the decoded path %s what it has', async (pattern, path, expected) => {
    expect(JSON.parse(await textOf(params(pattern), path))).toEqual(expected);
  });

  test.each([['/café', '/café'], ['/a b', '/a b'], ['/caf%C3%A9', '/café'], ['/日本/:x', '/日本/語']])('the pattern %s is that of the path %s', async (pattern, path) => {
    expect((await ask(params(pattern), path)).response.statusCode).toBe(200);
  });

  test('are for their methods: others are refused by name, also those of the app’s own', async () => {
    const builder = new ApplicationBuilder().mapMethods(['PURGE', 'get'], '/x', () => 'x').mapPost('/x', () => 'y').mapDelete('/y', () => 'z').mapPut('/y', () => '');
    expect(await textOf(builder, { method: 'PURGE', path: '/x' })).toBe('x');
    expect(await textOf(builder, { method: 'HEAD', path: '/x' })).toBe('x');
    const { response } = await ask(builder, { method: 'PATCH', path: '/x' });
    expect([response.statusCode, response.headers.get('allow')]).toEqual([405, 'PURGE, GET, POST']);
    expect((await ask(builder, { method: 'GET', path: '/y' })).response.headers.get('allow')).toBe('DELETE, PUT');
    expect((await ask(builder, { method: 'purge', path: '/x' })).response.statusCode).toBe(405);
  });

  test.each<[string, unknown, string | undefined]>([
    ['text', 'text', 'text'], ['a promise of it', Promise.resolve('later'), 'later'], ['what is like a promise', foreignPromise(() => 'then'), 'then'],
    ['a list', [1, 2], '[1,2]'], ['a number', 7, '7'], ['false', false, 'false'], ['null', null, 'null'], ['nothing', undefined, ''], ['a promise of nothing', Promise.resolve(), ''],
    ['a Response', new Response('response'), 'response'], ['a promise of a Response', Promise.resolve(new Response('response')), 'response'],
  ])('send %s', async (_what, value, sent) => {
    expect(await textOf(new ApplicationBuilder().mapGet('/', () => value))).toBe(sent);
  });
});
