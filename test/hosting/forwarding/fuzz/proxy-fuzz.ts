import { randomFrom } from '../../http1/fuzz/random.ts';
import { piecesOf } from '../../http1/fuzz/subject.ts';
import type { FuzzCase } from '../../http1/fuzz/cases.ts';
import type { LenientBackend, UnderstoodRequest } from './lenient-backend.ts';
import { proxyCasesFrom } from './proxy-cases.ts';
import { CLIENT, SECRET, type ProxyUnderTest } from './proxy-under-test.ts';

export interface ProxyReport {
  /** Requests that the app understood to their end. */
  readonly understood: number;
  readonly violations: readonly string[];
}

/** The fields that no request to the app may have. */
const HOP_FIELDS = /^(?:keep-alive|proxy-connection|http2-settings|x-hop|te|upgrade)$/i;

/**
 * Sends octets that are wrong in every way through the proxy to an app that is not strict, and looks at what the app makes of them: it must understand the
 * requests that the proxy was given, no other ones, each whole or cut off, and none with a field that is not for it. A request behind them on the same
 * connection must be understood as it is, and get its own answer.
 */
export async function fuzzProxy(proxy: ProxyUnderTest, backend: LenientBackend, options: { readonly seed: number; readonly cases: number; readonly most: number }): Promise<ProxyReport> {
  const violations: string[] = [];
  let understood = 0;
  let left = options.cases;
  for (const one of proxyCasesFrom(randomFrom(options.seed))) {
    if (left-- === 0 || violations.length >= options.most) break;
    const wrong = (await sendCase(proxy, backend, one)) ?? (await probe(proxy, backend, left));
    understood += backend.requests.filter(({ body }) => body !== undefined).length;
    if (wrong !== undefined) violations.push(`${wrong} (${one.kind})\n  sent: ${JSON.stringify(one.text.slice(0, 400))}\n  given: ${JSON.stringify(proxy.given)}\n  understood: ${JSON.stringify(backend.requests).slice(0, 1500)}`);
  }
  return { understood, violations };
}

async function sendCase(proxy: ProxyUnderTest, backend: LenientBackend, { kind, text, splits }: FuzzCase): Promise<string | undefined> {
  proxy.forget();
  backend.forget();
  await proxy.send(piecesOf(Buffer.from(text, 'latin1'), splits));
  // What the app still has to read of a connection that was cut.
  await new Promise(setImmediate);
  const isCutOff = kind === 'body' && backend.requests[0]?.body === undefined;
  return isCutOff ? 'a whole request that was cut off' : wrongRequests(proxy.given, backend.requests, text);
}

/** Method and target: those that were given, in any order, and no other. */
function wrongRequests(given: readonly string[], requests: readonly UnderstoodRequest[], text: string): string | undefined {
  const open = given.map((line) => line.replace(/^(\S+) [a-z]+:\/\/[^/?]*\/?/i, '$1 /'));
  for (const request of requests) {
    const at = open.indexOf(`${request.method} ${request.target}`);
    if (at < 0) return 'a request that was not given';
    open.splice(at, 1);
    const wrong = wrongFields(request) ?? wrongBody(request, text);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function wrongFields({ fields, trailers }: UnderstoodRequest): string | undefined {
  const all = [...fields, ...trailers];
  const names = all.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase().replaceAll('_', '-'));
  const valuesOf = (name: string): string[] => names.flatMap((found, at) => (found === name ? [all[at * 2 + 1] ?? ''] : []));
  const count = (name: string): number => valuesOf(name).length;
  if (count('ms-aspnetcore-token') !== 1 || valuesOf('ms-aspnetcore-token')[0] !== SECRET) return 'a forged token';
  if (names.some((name) => name.startsWith('ms-aspnetcore-') && name !== 'ms-aspnetcore-token')) return 'a field of the module';
  const [forwarded = '', ...more] = valuesOf('x-forwarded-for');
  if (more.length > 0 || !forwarded.endsWith(`${CLIENT}:4711`)) return 'a forged client';
  if (count('x-forwarded-host') > 1 || count('x-forwarded-proto') !== 1 || count('host') !== 1) return 'a field twice';
  if (count('content-length') + count('transfer-encoding') > 1) return 'two ways to frame the body';
  const hop = names.find((name) => HOP_FIELDS.test(name));
  if (hop !== undefined && valuesOf(hop)[0] !== 'trailers' && !(hop === 'upgrade' && !/h2c/i.test(valuesOf(hop).join()))) return `a field of one hop: ${hop}`;
  return undefined;
}

/** The octets of a body are octets that were sent. */
function wrongBody({ body = '', fields }: UnderstoodRequest, text: string): string | undefined {
  if (body === '') return undefined;
  if (/^x+$/.test(body)) return text.includes(body) && !text.includes(`${body}x`) ? undefined : 'another body';
  const pieces = body.match(/[\s\S]{1,5}/g) ?? [];
  const isChunked = fields.some((field) => field.toLowerCase() === 'transfer-encoding');
  if (isChunked ? !pieces.slice(0, 1).every((piece) => text.includes(piece)) : !text.includes(body)) return 'another body';
  return undefined;
}

async function probe(proxy: ProxyUnderTest, backend: LenientBackend, number: number): Promise<string | undefined> {
  const before = backend.requests.splice(0);
  const target = `/probe-${number}`;
  const answer = await proxy.send([Buffer.from(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)]);
  const seen = backend.requests.splice(0, backend.requests.length, ...before);
  const isAlone = seen.length === 1 && seen[0]?.target === target && seen[0].method === 'GET';
  return isAlone && answer.endsWith(`answer to ${target}`) ? undefined : `a connection that was poisoned: ${JSON.stringify(seen.map(({ method, target }) => `${method} ${target}`))} ${JSON.stringify(answer.slice(0, 200))}`;
}
