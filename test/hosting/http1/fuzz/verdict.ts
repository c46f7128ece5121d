import { METHODS } from 'node:http';
import type { SeenRequest, Subject } from './subject.ts';

/**
 * What comparing with node:http tells: `stricter` reads some of the requests that node:http reads and no other; `laxer` reads more than it,
 * `different` reads others. Laxer and different are how requests are smuggled past a server in front.
 */
export type Verdict = 'same' | 'stricter' | 'laxer' | 'different';

export interface Comparison {
  readonly verdict: Verdict;
  readonly ours: readonly SeenRequest[];
  readonly theirs: readonly SeenRequest[];
  /** What was sent. */
  readonly text: string;
}

const nodeMethods = new Set(METHODS);
/** Methods that node:http knows and treats like any other one, by their length, so that no Content-Length around them becomes wrong. */
const STAND_INS = ['GET', 'LOCK', 'PATCH', 'DELETE', 'PROPFIND', 'PROPPATCH', 'MKACTIVITY', 'UNSUBSCRIBE'];

/**
 * Compares what the subject reads with what node:http reads. How the octets were cut on their way must make no difference to the subject.
 * node:http knows a list of methods, and for us every token is one: a request with another method must be read as if it had one of that list, so
 * it is sent with one of them instead, and must be read alike.
 */
export async function compare(subject: Subject, reference: Subject, sent: { readonly text: string; readonly splits: readonly number[] }): Promise<Comparison> {
  const { requests: ours } = await subject(Buffer.from(sent.text, 'latin1'), sent.splits);
  const text = withKnownMethods(sent.text, ours);
  const { requests: theirs } = await reference(Buffer.from(text, 'latin1'), []);
  const isUncut = sent.splits.length === 0 && text === sent.text;
  const again = isUncut ? ours : (await subject(Buffer.from(text, 'latin1'), [])).requests;
  return { verdict: areAlike(ours, again) ? verdictOn(again, theirs) : 'different', ours, theirs, text };
}

/** The same but for the methods. */
function areAlike(ours: readonly SeenRequest[], again: readonly SeenRequest[]): boolean {
  return ours.length === again.length && ours.every(({ target, body }, index) => target === again[index]?.target && body === again[index]?.body);
}

function withKnownMethods(text: string, requests: readonly SeenRequest[]): string {
  let known = '';
  let at = 0;
  let after = 0;
  for (const { method, target, body } of requests) {
    const start = text.indexOf(`${method} ${target}`, after);
    const standIn = STAND_INS.find(({ length }) => length === method.length) ?? 'PATCH';
    known += text.slice(at, start) + (nodeMethods.has(method) ? method : standIn);
    at = start + method.length;
    // A body may look like a request.
    after = text.indexOf('\r\n\r\n', at) + 4 + body.length;
  }
  return known + text.slice(at);
}

function verdictOn(ours: readonly SeenRequest[], theirs: readonly SeenRequest[]): Verdict {
  const common = Math.min(ours.length, theirs.length);
  for (let index = 0; index < common; index++) {
    if (!isSame(ours[index], theirs[index])) return 'different';
  }
  if (ours.length === theirs.length) return 'same';
  return ours.length < theirs.length ? 'stricter' : 'laxer';
}

function isSame(one: SeenRequest | undefined, other: SeenRequest | undefined): boolean {
  return one?.method === other?.method && one?.target === other?.target && one?.body === other?.body;
}
