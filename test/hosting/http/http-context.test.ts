import { describe, expect, test } from 'vitest';
import { HttpRequestTrailersFeature, HttpResponseTrailersFeature } from '../../../src/hosting/http/body-features.ts';
import { HttpConnectionFeature } from '../../../src/hosting/http/connection-features.ts';
import { FeatureCollection } from '../../../src/hosting/http/feature-collection.ts';
import { HeaderCollection } from '../../../src/hosting/http/header-collection.ts';
import { HttpContext } from '../../../src/hosting/http/http-context.ts';
import { ItemsFeature } from '../../../src/hosting/http/items-feature.ts';
import { HttpRequestFeature, HttpRequestIdentifierFeature, HttpRequestLifetimeFeature, RouteValuesFeature } from '../../../src/hosting/http/request-features.ts';
import { HttpResponseFeature } from '../../../src/hosting/http/response-features.ts';
import { fakeContext } from '../../support/fake-context.ts';

describe('what a server leaves out is there when somebody asks', () => {
  test('and not before', () => {
    const features = new FeatureCollection();
    const context = new HttpContext(features);
    expect([...features]).toEqual([]);
    context.items.set('a', 1);
    expect([features.get(ItemsFeature)?.items, context.items.get('a')]).toEqual([new Map([['a', 1]]), 1]);
    expect(context.connection).toBe(features.get(HttpConnectionFeature));
    expect([context.connection.remoteIpAddress, context.connection.remotePort]).toEqual(['', 0]);
    expect([context.requestAborted.aborted, context.requestAborted === context.requestAborted]).toEqual([false, true]);
    context.abort();
    expect(context.requestAborted.aborted).toBe(false);
    expect(context.traceIdentifier).toBe(features.get(HttpRequestIdentifierFeature)?.traceIdentifier);
    expect(context.traceIdentifier).not.toBe(new HttpContext(new FeatureCollection()).traceIdentifier);
  });

  test('but a request and a response it must have', () => {
    const context = new HttpContext(new FeatureCollection());
    expect(() => context.request.path).toThrow('HttpRequestFeature');
    expect(() => context.response.statusCode).toThrow('HttpResponseFeature');
    expect(() => context.response.body).toThrow('HttpResponseBodyFeature');
  });
});

describe('what a server supplies', () => {
  test('is what the context shows', () => {
    const features = new FeatureCollection();
    const signal = AbortSignal.abort();
    let cut = 0;
    features.set(HttpRequestLifetimeFeature, { requestAborted: signal, abort: () => void cut++ });
    features.set(HttpRequestIdentifierFeature, { traceIdentifier: '0HL:00000001' });
    const context = new HttpContext(features);
    context.abort();
    expect([context.requestAborted, cut, context.traceIdentifier]).toEqual([signal, 1, '0HL:00000001']);
    context.traceIdentifier = 'mine';
    expect(features.get(HttpRequestIdentifierFeature)?.traceIdentifier).toBe('mine');
  });

  test('may be replaced on the way, and everybody sees it', () => {
    const context = fakeContext({ path: '/a', remoteIp: '10.0.0.1' });
    const before = context.features.revision;
    context.features.set(HttpConnectionFeature, { ...context.connection, remoteIpAddress: '10.0.0.2' });
    context.features.set(ItemsFeature, { items: new Map([['x', 'y']]) });
    const request = context.features.get(HttpRequestFeature);
    if (request) context.features.set(HttpRequestFeature, { ...request, path: '/b' });
    expect([context.connection.remoteIpAddress, context.items.get('x'), context.request.path]).toEqual(['10.0.0.2', 'y', '/b']);
    expect(context.features.revision).toBe(before + 3);
  });
});

test('the query is read again when it has changed', () => {
  const context = fakeContext({ queryString: '?a=1&a=2&b=%20' });
  expect([context.request.query.getAll('a'), context.request.query.get('b'), context.request.query === context.request.query]).toEqual([['1', '2'], ' ', true]);
  const feature = context.features.get(HttpRequestFeature);
  if (feature) feature.queryString = '?c=3';
  expect([...context.request.query]).toEqual([['c', '3']]);
});

test('route values are those of the route, and none outside of one', () => {
  const context = fakeContext();
  expect(context.request.params).toEqual({});
  context.features.set(RouteValuesFeature, { routeValues: { id: '7' } });
  expect(context.request.params['id']).toBe('7');
});

describe('trailers', () => {
  test('are those of the features', () => {
    const context = fakeContext();
    const trailers = new HeaderCollection();
    trailers.set('Checksum', 'abc');
    context.features.set(HttpRequestTrailersFeature, { available: true, trailers });
    context.features.set(HttpResponseTrailersFeature, { trailers });
    expect([context.request.trailers.get('checksum'), context.response.trailers]).toEqual(['abc', trailers]);
  });

  test('of a server that has none are an error that says so', () => {
    const { request, response } = fakeContext();
    expect(() => request.trailers).toThrow(expect.objectContaining({ code: 'MEWS4026', message: 'Trailers are not supported for this request.' }));
    expect(() => response.trailers).toThrow(expect.objectContaining({ code: 'MEWS4026', message: 'Trailers are not supported for this response.' }));
  });
});

test('the reason phrase is that of the response feature', () => {
  const { features, response } = fakeContext();
  expect(response.reasonPhrase).toBe('');
  response.reasonPhrase = 'Fine';
  expect([response.reasonPhrase, features.get(HttpResponseFeature)?.reasonPhrase]).toEqual(['Fine', 'Fine']);
});
