import { expect, test } from 'vitest';
import '../../../../src/hosting/application/fetch/light-request.ts';
import { LightHeaders } from '../../../../src/hosting/application/fetch/light-headers.ts';
import type { ReadableHeaders } from '../../../../src/hosting/http/headers.ts';

type Pair = [string, string];

/** Headers as a server has them. */
function received(fields: readonly Pair[]): ReadableHeaders {
  const getAll = (name: string): string[] => fields.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return {
    get: (name) => (getAll(name).length > 0 ? getAll(name).join(', ') : undefined),
    getAll,
    has: (name) => getAll(name).length > 0,
    [Symbol.iterator]: () => fields.values(),
  };
}

const FIELDS: Pair[] = [['X-B', '2'], ['Accept', 'a'], ['accept', 'b'], ['Cookie', 'c=1'], ['cookie', 'd=2'], ['Set-Cookie', 'e=1'], ['set-cookie', 'f=2']];

const cases: Record<string, (headers: Headers) => unknown> = {
  'get': (headers) => ['x-b', 'X-B', 'accept', 'cookie', 'set-cookie', 'none'].map((name) => headers.get(name)),
  'has': (headers) => ['x-b', 'ACCEPT', 'none'].map((name) => headers.has(name)),
  'get of a bad name': (headers) => headers.get('a b'),
  'get of what is no text': (headers) => headers.get(null as unknown as string),
  'getSetCookie': (headers) => headers.getSetCookie(),
  'iteration': (headers) => [...headers],
  'keys': (headers) => [...headers.keys()],
  'values': (headers) => [...headers.values()],
  'entries': (headers) => [...headers.entries()],
  'forEach': (headers) => {
    const seen: unknown[] = [];
    headers.forEach(function add(this: unknown, value, name, whole) {
      seen.push(value, name, whole === headers, this);
    }, 'this');
    return seen;
  },
  'forEach of no function': (headers) => headers.forEach(undefined as unknown as () => void),
  'set': (headers) => {
    headers.set('Accept', ' c ');
    headers.set('new', 'n');
    return [...headers];
  },
  'append': (headers) => {
    headers.append('Accept', 'c');
    headers.append('cookie', 'g=3');
    headers.append('set-cookie', 'h=3');
    return [...headers];
  },
  'delete': (headers) => {
    headers.delete('ACCEPT');
    headers.delete('none');
    return [...headers];
  },
  'set of a bad name': (headers) => headers.set('a:', 'b'),
  'set of a bad value': (headers) => headers.set('a', 'b\0'),
  'delete of a bad name': (headers) => headers.delete(''),
  'change while it is gone through': (headers) => {
    const seen: string[] = [];
    for (const [name] of headers) {
      seen.push(name);
      if (name === 'cookie') headers.delete('x-b');
    }
    return seen;
  },
  'a copy': (headers) => [...new Headers(headers)],
  'its tag': (headers) => [String(headers), headers instanceof Headers],
};

const outcome = (check: (headers: Headers) => unknown, headers: Headers): unknown => {
  try {
    return check(headers);
  } catch (error) {
    return `throws ${(error as Error).name}`;
  }
};

test.each(Object.entries(cases))('light headers of a server are like real ones: %s', (_name, check) => {
  const light = new LightHeaders(received(FIELDS)) as unknown as Headers;
  expect(outcome(check, light)).toEqual(outcome(check, new Headers(FIELDS)));
});

test.each(Object.entries(cases))('light headers of an app are like real ones: %s', (_name, check) => {
  expect(outcome(check, LightHeaders.of(FIELDS) as unknown as Headers)).toEqual(outcome(check, new Headers(FIELDS)));
});
