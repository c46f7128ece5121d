import { describe, expect, test } from 'vitest';
import { originOf, urlOf } from '../../../../src/hosting/application/fetch/request-url.ts';
import { removeDotSegments } from '../../../../src/hosting/http1/dot-segments.ts';
import { decodePath } from '../../../../src/hosting/http1/percent-decoding.ts';
import type { HttpRequestFeature } from '../../../../src/hosting/http/request-features.ts';

/** The request of a target, as a server reads it. */
function requestOf(rawTarget: string): HttpRequestFeature {
  const [path = '', ...query] = rawTarget.replace(/^https?:\/\/[^/?]*/, '').split('?');
  const queryString = query.length > 0 ? `?${query.join('?')}` : '';
  return { rawTarget, path: removeDotSegments(decodePath(path || '/')), queryString, pathBase: '' } as HttpRequestFeature;
}

describe('the URL of a request', () => {
  test.each([
    '/', '/a/b?c=d&e=f', '/a%20b', '/%C3%A9?q=%E2%82%AC', '/a%2Fb', '/a%2525', '/%', '/%zz', '/a//b/', '/..', '/a/../b', '/a/%2e%2E/b/.', '/.well-known/x',
    "/it's?it's", '/a"<>`{}|^', '/?"<>`{}|^\\', '/a\\b', '/[x]', '/a;b=c,d', '/a?b?c', '/?', '/a/.b/..c', '/a?x=/../y', '/:80', '/@x', '//evil/x',
  ])('%s is that of the Fetch standard', (target) => {
    expect(urlOf(requestOf(target), 'http://localhost:1')).toBe(new Request(`http://localhost:1${target}`).url);
  });

  test.each([
    ['http://localhost:1/a%20b?c', 'http://localhost:1/a%20b?c'],
    ['http://localhost:1', 'http://localhost:1/'],
    ['http://localhost:1?c', 'http://localhost:1/?c'],
    ['*', 'http://localhost:1/'],
  ])('%s in another form than origin-form is %s', (target, url) => {
    const request = target === '*' ? { ...requestOf(target), path: '' } : requestOf(target);
    expect(urlOf(request, 'http://localhost:1')).toBe(url);
  });

  test.each([
    [{ path: '/new' }, '/new?q=1'],
    [{ path: '/nëw x/%2Fy/100%' }, '/n%C3%ABw%20x/%2Fy/100%25?q=1'],
    [{ path: '/b', pathBase: '/a' }, '/a/b?q=1'],
    [{ path: '/x', pathBase: '/a' }, '/a/x?q=1'],
    [{ path: '/a?b#c' }, '/a%3Fb%23c?q=1'],
    [{ path: '/\ud800' }, '/%EF%BF%BD?q=1'],
    [{ queryString: '?new' }, '/a/b?new'],
    [{ queryString: '' }, '/a/b'],
  ])('what middleware has changed is honoured: %o', (change, target) => {
    expect(urlOf({ ...requestOf('/a/b?q=1'), ...change }, 'http://h')).toBe(`http://h${target}`);
  });
});

test.each([
  ['http', 'localhost:5000', 'http://localhost:5000'],
  ['http', 'LOCALHOST:80', 'http://localhost'],
  ['https', 'example.org:443', 'https://example.org'],
  ['https', '[::1]:5001', 'https://[::1]:5001'],
  ['http', '127.0.0.1', 'http://127.0.0.1'],
  ['http', '', 'http://localhost'],
  ['h2', 'localhost', 'h2://localhost'],
  ['http', '900.900.900.900', undefined],
  ['http', 'a b', undefined],
  ['http', 'a/b', undefined],
  ['http', 'u@h', undefined],
  ['http', 'h?x', undefined],
  ['http', 'h:99999', undefined],
])('the origin of %s and the host %o is %s', (scheme, host, origin) => {
  expect(originOf(scheme, host)).toBe(origin);
  expect(originOf(scheme, host)).toBe(origin);
});
