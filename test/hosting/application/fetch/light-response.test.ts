import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { LightResponse } from '../../../../src/hosting/application/fetch/light-response.ts';
import { partsOf } from '../../../../src/hosting/application/fetch/response-parts.ts';

const Light = LightResponse as unknown as typeof Response;
const Real = globalThis.Response;
type Class = typeof Response;

/** What an outsider can see of a response, its body last. */
async function look(response: Response): Promise<unknown> {
  const { status, statusText, ok, type, url, redirected, bodyUsed } = response;
  const seen = { status, statusText, ok, type, url, redirected, bodyUsed, hasBody: response.body !== null };
  return { ...seen, headers: [...response.headers], text: await response.text(), usedAfterwards: response.bodyUsed };
}

/** What `make` gives with a class, or the class of the error it throws. */
async function outcome(make: (Made: Class) => unknown, Made: Class): Promise<unknown> {
  try {
    const value = await make(Made);
    return value instanceof Real ? await look(value) : value;
  } catch (error) {
    return `throws ${(error as Error).name}`;
  }
}

const bytes = new TextEncoder().encode('bytes');
const cases: Record<string, (Made: Class) => unknown> = {
  'nothing': (R) => new R(),
  'null': (R) => new R(null),
  'undefined with init': (R) => new R(undefined, { status: 201 }),
  'text': (R) => new R('grüße'),
  'empty text': (R) => new R(''),
  'text with half a character': (R) => new R('a\ud800b'),
  'text with a byte order mark': (R) => new R('\ufeffa'),
  'bytes': (R) => new R(bytes),
  'an ArrayBuffer': (R) => new R(bytes.buffer as ArrayBuffer),
  'a DataView': (R) => new R(new DataView(bytes.buffer)),
  'a Buffer of a pool': (R) => new R(Buffer.from('pooled')),
  'a Blob': (R) => new R(new Blob(['blob'], { type: 'text/x' })),
  'a Blob without a type': (R) => new R(new Blob(['blob'])),
  'URLSearchParams': (R) => new R(new URLSearchParams({ a: 'b c' })),
  'a stream': (R) => new R(new Blob(['streamed']).stream()),
  'a number': (R) => new R(42 as unknown as string),
  'an object': (R) => new R({} as unknown as string),
  'status and statusText': (R) => new R('x', { status: 418, statusText: 'Teapot' }),
  'a bad statusText': (R) => new R('x', { statusText: 'a\nb' }),
  'status as text': (R) => new R('x', { status: '404' as unknown as number }),
  'status 199': (R) => new R('x', { status: 199 }),
  'status 600': (R) => new R('x', { status: 600 }),
  'status 204': (R) => new R(null, { status: 204 }),
  'status 204 with a body': (R) => new R('x', { status: 204 }),
  'status 304 with an empty body': (R) => new R('', { status: 304 }),
  'status 101': (R) => new R(null, { status: 101 }),
  'init null': (R) => new R('x', null as unknown as ResponseInit),
  'init a number': (R) => new R('x', 5 as unknown as ResponseInit),
  'init a response': (R) => new R('x', new Real('y', { status: 202, statusText: 'Yes', headers: { a: 'b' } })),
  'init a response of its own': (R) => new R('x', new R('y', { status: 202, headers: { a: 'b' } })),
  'headers of an object': (R) => new R('x', { headers: { B: '2', a: ' 1 ', 'Content-Type': 'text/html' } }),
  'headers of pairs': (R) => new R('x', { headers: [['a', '1'], ['A', '2'], ['set-cookie', 'x=1'], ['Set-Cookie', 'y=2']] }),
  'headers of Headers': (R) => new R('x', { headers: new Headers([['set-cookie', 'x=1'], ['set-cookie', 'y=2'], ['vary', 'a']]) }),
  'headers of another response': (R) => new R(null, { headers: new R('<p>', { headers: { 'content-type': 'text/html' } }).headers }),
  'headers of a Map': (R) => new R('x', { headers: new Map([['a', 'b']]) as unknown as Record<string, string> }),
  'a header that is a number': (R) => new R('x', { headers: { a: 1 as unknown as string } }),
  'a bad header name': (R) => new R('x', { headers: { 'a b': '1' } }),
  'a bad header value': (R) => new R('x', { headers: { a: '1\r\n2' } }),
  'a header value beyond latin1': (R) => new R('x', { headers: { a: 'ą' } }),
  'a pair of three': (R) => new R('x', { headers: [['a', 'b', 'c']] as unknown as [string, string][] }),
  'headers null': (R) => new R('x', { headers: null as unknown as Headers }),
  'headers a text': (R) => new R('x', { headers: 'a' as unknown as Headers }),
  'json()': (R) => R.json({ a: [1] }),
  'json() with init': (R) => R.json('x', { status: 201, headers: { 'content-type': 'application/problem+json' } }),
  'json() of undefined': (R) => R.json(undefined as unknown as object),
  'json() with status 204': (R) => R.json({}, { status: 204 }),
  'redirect()': (R) => R.redirect('http://localhost/x', 307),
  'redirect() with a bad status': (R) => R.redirect('http://localhost/x', 200 as 302),
  'error()': (R) => [R.error().type, R.error().status],
  'clone()': async (R) => {
    const one = new R('x', { headers: { a: '1' } });
    const two = one.clone();
    two.headers.set('a', '2');
    return [await look(one), await look(two)];
  },
  'clone() of a body that is used': async (R) => {
    const one = new R('x');
    await one.text();
    return one.clone();
  },
  'clone() after body was looked at': async (R) => {
    const one = new R('x');
    const { body } = one;
    const two = one.clone();
    return [body === one.body, await one.text(), await two.text()];
  },
  'a second reading': async (R) => {
    const one = new R('x');
    await one.text();
    return one.text();
  },
  'an empty body read twice': async (R) => {
    const one = new R();
    return [await one.text(), one.bodyUsed, await one.text()];
  },
  'json() of a body': async (R) => new R('{"a":1}').json(),
  'arrayBuffer()': async (R) => [...new Uint8Array(await new R('abc').arrayBuffer())],
  'formData()': async (R) => [...(await new R(new URLSearchParams({ a: 'b' })).formData())],
  'blob() has the content type of the moment': async (R) => {
    const one = new R('x');
    one.headers.set('content-type', 'text/late');
    return (await one.blob()).type;
  },
  'blob() also when the body was looked at before': async (R) => {
    const one = new R('x');
    void one.body;
    one.headers.set('content-type', 'text/late');
    return (await one.blob()).type;
  },
  'a content type that was taken away': async (R) => {
    const one = new R('x');
    one.headers.delete('content-type');
    return [await look(one)];
  },
  'headers are one object': (R) => {
    const one = new R('x');
    return one.headers === one.headers;
  },
  'instanceof, both ways': (R) => [new R() instanceof R, new Real() instanceof R, new R() instanceof Real, {} instanceof R],
  'a class of the app': (R) => {
    class Mine extends R {}
    return [new Mine('x') instanceof Mine, new R('x') instanceof Mine, new Mine('x', { status: 203 }).status, new Mine() instanceof R];
  },
  'its tag and its name': (R) => [String(new R()), R.name, Object.prototype.toString.call(new R().headers)],
  'what cannot be set': (R) => {
    const one = new R('x') as unknown as { status: number };
    one.status = 500;
  },
  'inspection': (R) => inspect(new R('x', { status: 201 })).includes('status: 201'),
};

describe('a light response is like a real one', () => {
  test.each(Object.entries(cases))('%s', async (_name, make) => {
    expect(await outcome(make, Light)).toEqual(await outcome(make, Real));
  });
});

describe('a light response', () => {
  test('is light for text, bytes, Blobs and nothing, and heavy for the rest', () => {
    for (const body of ['x', null, bytes, new Blob(['x'])]) expect(partsOf(new Light(body))).toBeDefined();
    for (const body of [new URLSearchParams(), new Blob(['x']).stream()]) expect(partsOf(new Light(body))).toBeUndefined();
  });

  test('stops being light when its body is read', () => {
    const response = new Light('x');
    void response.text();
    expect(partsOf(response)).toBeUndefined();
  });

  test('has bytes of its own', async () => {
    const given = new TextEncoder().encode('one');
    const response = new Light(given);
    given.fill(0);
    expect(await response.text()).toBe('one');
  });
});
