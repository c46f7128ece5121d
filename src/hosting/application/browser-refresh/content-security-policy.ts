import { REFRESH_CHANNEL_PATH, REFRESH_SCRIPT_PATH } from './refresh-paths.ts';
import { allowsOwnPath, type PageOrigin } from './source-expression.ts';

/** Whether policies let a page load and run our script, with which nonce, and let it use the channel. */
export type PolicyVerdict =
  | { readonly isAllowed: true; readonly nonce?: string }
  /** `directive`: the one that forbids it, as written. `remedy`: what to change. */
  | { readonly isAllowed: false; readonly directive: string; readonly remedy: string };

interface Directive {
  readonly name: string;
  readonly sources: readonly string[];
}

type Policy = ReadonlyMap<string, Directive>;

const NONCE = /^'nonce-([a-z\d+/_=-]+)'$/i;

/**
 * Judges the values of all Content-Security-Policy fields of an answer (CSP Level 3): each policy in them must allow it. A
 * nonce is taken only where one is needed.
 */
export function judgePolicies(fields: readonly string[], origin: PageOrigin): PolicyVerdict {
  const policies = fields.flatMap((field) => field.split(',')).map(parsePolicy);
  const nonces = new Set(policies.flatMap((policy) => scriptDirective(policy)?.sources ?? []).map(nonceOf));
  const blocked = policies.map((policy) => findBlock(policy, origin)).find((verdict) => verdict !== undefined);
  if (blocked) return blocked;
  for (const nonce of [undefined, ...nonces]) {
    if (policies.every((policy) => allowsScript(scriptDirective(policy), { nonce, origin }))) return { isAllowed: true, ...(nonce !== undefined && { nonce }) };
  }
  const forbidding = policies.map(scriptDirective).find((directive) => !allowsScript(directive, { nonce: undefined, origin }));
  return refuse(forbidding, forbidding?.sources.some(isStrict) ? 'add a nonce to it' : `add 'self' to it`);
}

function parsePolicy(text: string): Policy {
  const policy = new Map<string, Directive>();
  for (const part of text.split(';')) {
    const [name = '', ...sources] = part.trim().split(/\s+/);
    const key = name.toLowerCase();
    // The first of a name is the one that holds.
    if (key !== '' && !policy.has(key)) policy.set(key, { name: key, sources });
  }
  return policy;
}

/** What has nothing to do with the script itself: the channel, and pages that have no origin or run no script. */
function findBlock(policy: Policy, origin: PageOrigin): PolicyVerdict | undefined {
  const sandbox = policy.get('sandbox');
  if (sandbox && !['allow-scripts', 'allow-same-origin'].every((token) => sandbox.sources.includes(token))) return refuse(sandbox, `add 'allow-scripts allow-same-origin' to it`);
  const connect = policy.get('connect-src') ?? policy.get('default-src');
  if (!connect || connect.sources.some((source) => allowsOwnPath(source, origin, REFRESH_CHANNEL_PATH))) return undefined;
  return refuse(connect, connect.name === 'connect-src' ? `add 'self' to it` : `add "connect-src 'self'" beside it`);
}

function scriptDirective(policy: Policy): Directive | undefined {
  return policy.get('script-src-elem') ?? policy.get('script-src') ?? policy.get('default-src');
}

function allowsScript(directive: Directive | undefined, { nonce, origin }: { readonly nonce: string | undefined; readonly origin: PageOrigin }): boolean {
  if (!directive) return true;
  const { sources } = directive;
  if (nonce !== undefined && sources.some((source) => nonceOf(source) === nonce)) return true;
  return !sources.some(isStrict) && sources.some((source) => allowsOwnPath(source, origin, REFRESH_SCRIPT_PATH));
}

/** Then only what has a nonce or a hash may run, whatever else is listed. */
function isStrict(source: string): boolean {
  return source.toLowerCase() === "'strict-dynamic'";
}

function nonceOf(source: string): string | undefined {
  return NONCE.exec(source)?.[1];
}

function refuse(directive: Directive | undefined, remedy: string): PolicyVerdict {
  return { isAllowed: false, directive: directive ? [directive.name, ...directive.sources].join(' ') : '', remedy };
}
