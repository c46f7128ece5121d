import { LightRequest } from './light-request.ts';
import { LightResponse } from './light-response.ts';

const real = { Request: globalThis.Request, Response: globalThis.Response, fetch: globalThis.fetch };
let served = 0;

/** Node's own `Request`, which can be made of a light one too. */
class KnowingRequest extends real.Request {
  constructor(input: ConstructorParameters<typeof Request>[0], init?: RequestInit) {
    super(LightRequest.unwrap(input) as Request, LightRequest.unwrap(init) as RequestInit);
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return this === KnowingRequest ? value instanceof real.Request : Function.prototype[Symbol.hasInstance].call(this, value);
  }
}
Object.defineProperty(KnowingRequest, 'name', { value: 'Request' });

function knowingFetch(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
  return real.fetch(LightRequest.unwrap(input) as Request, LightRequest.unwrap(init) as RequestInit);
}
Object.defineProperty(knowingFetch, 'name', { value: 'fetch' });

/**
 * While a fetch app is served, the `Response` it makes is a light one, and `Request` and `fetch` know light requests. Returns what
 * ends it; what the app has put in their place meanwhile stays.
 */
export function useLightGlobals(): () => void {
  if (served++ === 0) replace(real, { Request: KnowingRequest, Response: LightResponse, fetch: knowingFetch });
  let isServed = true;
  return () => {
    if (isServed && --served === 0) replace({ Request: KnowingRequest, Response: LightResponse, fetch: knowingFetch }, real);
    isServed = false;
  };
}

function replace(known: Readonly<Record<string, unknown>>, by: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(by)) {
    if (Reflect.get(globalThis, name) === known[name]) Reflect.set(globalThis, name, value);
  }
}
