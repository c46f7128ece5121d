import { randomBytes } from 'node:crypto';
import { judgePolicies } from './content-security-policy.ts';
import { decoderFor } from './content-decoder.ts';
import { REFRESH_SCRIPT_PATH } from './refresh-paths.ts';
import type { PageOrigin } from './source-expression.ts';

/** The head of an answer to a document request. */
export interface AnswerHead {
  readonly status: number;
  /** The values of all fields of a name in lower case. */
  values(name: string): readonly string[];
}

/** What to do with an answer. */
export type InjectionPlan =
  | { readonly kind: 'leave' }
  /** The page cannot be refreshed; `cause` names why, the same for all pages of its kind. */
  | { readonly kind: 'warn'; readonly cause: string; readonly text: string }
  /** `encoding`: the Content-Encoding to take off; empty for none. `policies`: the Content-Security-Policy fields to send. */
  | { readonly kind: 'inject'; readonly encoding: string; readonly policies: readonly string[] };

const LEAVE = { kind: 'leave' } as const;
/** They have no body, or a part of one. */
const WITHOUT_DOCUMENT = new Set([204, 205, 206, 304]);

/** What Express gives its own error pages, which run no scripts: then nobody but us has any use for what ours needs. */
const FORBIDS_ALL = /^\s*default-src\s+'none'\s*;?\s*$/i;
const ALLOWS_OURS = `default-src 'none'; script-src 'nonce-${randomBytes(16).toString('base64url')}'; connect-src 'self'`;

/**
 * Fields that are about the octets which the app has written, or would let a cache ask for them again: the page that is sent is
 * another one with each version of the app.
 */
export const FIELDS_OF_THE_ORIGINAL = ['content-length', 'content-md5', 'content-digest', 'repr-digest', 'digest', 'etag', 'last-modified', 'accept-ranges'];

/** Whether the answer to a document request gets the script, by its head. */
export function planInjection({ status, values }: AnswerHead, origin: PageOrigin): InjectionPlan {
  const contentType = values('content-type').at(-1) ?? '';
  const isDownload = /^\s*attachment\b/i.test(values('content-disposition').at(-1) ?? '');
  if (WITHOUT_DOCUMENT.has(status) || !/^\s*text\/html\s*(?:;|$)/i.test(contentType) || isDownload) return LEAVE;
  if (/;\s*charset\s*=\s*"?utf-?(?:16|32)/i.test(contentType)) return unreadableCharset();
  const encodings = values('content-encoding').flatMap((value) => value.split(',')).map((name) => name.trim()).filter((name) => name !== '' && name.toLowerCase() !== 'identity');
  const [encoding = ''] = encodings;
  if (encodings.length > 1 || (encoding !== '' && !decoderFor(encoding))) return unreadableEncoding(encodings.join(', '));
  const policies = values('content-security-policy').map((policy) => (FORBIDS_ALL.test(policy) ? ALLOWS_OURS : policy));
  const verdict = judgePolicies(policies, origin);
  return verdict.isAllowed ? { kind: 'inject', encoding, policies } : forbiddenByPolicy(verdict);
}

type Warning = Extract<InjectionPlan, { kind: 'warn' }>;

export function forbiddenByPolicy({ directive, remedy }: { readonly directive: string; readonly remedy: string }): Warning {
  const text = `Pages are not refreshed by themselves: their Content-Security-Policy has "${directive}". In Development, ${remedy}.`;
  return { kind: 'warn', cause: `policy ${directive.split(' ')[0] ?? ''} ${remedy}`, text };
}

export function unreadableCharset(): Warning {
  return { kind: 'warn', cause: 'charset', text: `Pages in UTF-16 are not refreshed by themselves. Send them in UTF-8 (Content-Type: text/html; charset=utf-8).` };
}

function unreadableEncoding(encodings: string): Warning {
  const text = `Pages with Content-Encoding '${encodings}' are not refreshed by themselves. In Development, switch that compression off, or write <script src="${REFRESH_SCRIPT_PATH}" async></script> into them.`;
  return { kind: 'warn', cause: `encoding ${encodings}`, text };
}
