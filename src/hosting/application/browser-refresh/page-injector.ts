import type { BrowserRefresh } from './browser-refresh.ts';
import { judgePolicies } from './content-security-policy.ts';
import { HtmlInjector } from './html-injector.ts';
import { metaPolicies } from './meta-policies.ts';
import { forbiddenByPolicy, planInjection, unreadableCharset, type AnswerHead, type InjectionPlan } from './plan-injection.ts';
import { refreshTag } from './refresh-tag.ts';
import type { PageOrigin } from './source-expression.ts';

/** Both orders of the byte order mark of UTF-16, one character an octet. */
const UTF16_MARKS = /^(?:\u00FF\u00FE|\u00FE\u00FF)/;

/** One document request, as far as its answer must be changed. */
export interface RefreshedPage {
  readonly method: string;
  readonly origin: PageOrigin;
}

/** What to do with the answer to `page`; a reason that it cannot be refreshed is told. */
export function planPage(refresh: BrowserRefresh, page: RefreshedPage, head: AnswerHead): InjectionPlan {
  const plan = planInjection(head, page.origin);
  if (plan.kind === 'warn') refresh.warnOnce(plan.cause, plan.text);
  return plan;
}

/** Puts the tag into a page for which that was planned, unless the page itself forbids it. */
export function injectorFor(refresh: BrowserRefresh, page: RefreshedPage, policies: readonly string[]): HtmlInjector {
  // As of now: what changes while the page is written it may have missed.
  const { generation, moment } = refresh;
  return new HtmlInjector((head) => {
    const verdict = judgePolicies([...policies, ...metaPolicies(head)], page.origin);
    if (verdict.isAllowed && !UTF16_MARKS.test(head)) return refreshTag({ generation, moment }, { method: page.method, nonce: verdict.nonce });
    const { cause, text } = verdict.isAllowed ? unreadableCharset() : forbiddenByPolicy(verdict);
    refresh.warnOnce(cause, text);
    return undefined;
  });
}
