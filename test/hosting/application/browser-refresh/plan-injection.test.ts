import { describe, expect, test } from 'vitest';
import { decoderFor } from '../../../../src/hosting/application/browser-refresh/content-decoder.ts';
import { planInjection, type InjectionPlan } from '../../../../src/hosting/application/browser-refresh/plan-injection.ts';

function plan(fields: Record<string, string | readonly string[]>, status = 200): InjectionPlan {
  const values = (name: string): readonly string[] => [fields[name] ?? []].flat();
  return planInjection({ status, values }, { scheme: 'http', host: 'localhost:5000' });
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };

describe('an answer gets the script', () => {
  test.each<[string, Record<string, string | readonly string[]>, number?]>([
    ['HTML', HTML],
    ['HTML without a charset', { 'content-type': 'Text/HTML' }],
    ['an error page', HTML, 404],
    ['a page of a server that fails', HTML, 500],
    ['identity', { ...HTML, 'content-encoding': 'identity' }],
    ['another charset', { 'content-type': 'text/html;charset=shift_jis' }],
    ['a policy that only reports', { ...HTML, 'content-security-policy-report-only': `default-src 'none'` }],
    ['what is shown, not kept', { ...HTML, 'content-disposition': 'inline; filename="attachment.html"' }],
  ])('%s', (_name, fields, status) => {
    expect(plan(fields, status)).toEqual({ kind: 'inject', encoding: '', policies: [] });
  });

  test.each(['gzip', 'x-gzip', 'br', 'deflate', 'GZIP'])('when its Content-Encoding is taken off: %s', (encoding) => {
    expect(plan({ ...HTML, 'content-encoding': encoding })).toMatchObject({ kind: 'inject', encoding });
  });

  test('with the policies that it must obey', () => {
    const policies = [`script-src 'nonce-a'`, `script-src 'self' 'nonce-a'`];
    expect(plan({ ...HTML, 'content-security-policy': policies })).toMatchObject({ kind: 'inject', policies });
  });
});

test('a policy that allows nothing at all allows what we need, and nothing else', () => {
  for (const policy of [`default-src 'none'`, ` Default-Src  'NONE';`]) {
    expect(plan({ ...HTML, 'content-security-policy': policy })).toEqual({ kind: 'inject', encoding: '', policies: [expect.stringMatching(/^default-src 'none'; script-src 'nonce-[\w-]{22}'; connect-src 'self'$/)] });
  }
  expect(plan({ ...HTML, 'content-security-policy': `default-src 'none'; img-src *` }).kind).toBe('warn');
});

describe('an answer is left as it is', () => {
  test.each<[string, Record<string, string>, number?]>([
    ['JSON', { 'content-type': 'application/json' }],
    ['XHTML', { 'content-type': 'application/xhtml+xml' }],
    ['what only begins like HTML', { 'content-type': 'text/html-template' }],
    ['no type', {}],
    ['no content', HTML, 204],
    ['a part', HTML, 206],
    ['nothing new', HTML, 304],
    ['a download', { ...HTML, 'content-disposition': 'attachment; filename=a.html' }],
  ])('%s', (_name, fields, status) => {
    expect(plan(fields, status)).toEqual({ kind: 'leave' });
  });
});

describe('who writes it is told', () => {
  test.each<[string, Record<string, string>, string]>([
    ['UTF-16', { 'content-type': 'text/html; charset="UTF-16LE"' }, 'Pages in UTF-16 are not refreshed by themselves. Send them in UTF-8 (Content-Type: text/html; charset=utf-8).'],
    ['an encoding', { ...HTML, 'content-encoding': 'compress' }, `Pages with Content-Encoding 'compress' are not refreshed by themselves. In Development, switch that compression off, or write <script src="/_framework/mews-refresh.js" async></script> into them.`],
    ['two encodings', { ...HTML, 'content-encoding': 'gzip, br' }, `Pages with Content-Encoding 'gzip, br' are not`],
    ['an encoding that is a word of JavaScript', { ...HTML, 'content-encoding': 'constructor' }, `Content-Encoding 'constructor'`],
    ['a policy', { ...HTML, 'content-security-policy': `script-src 'none'; img-src *` }, `Pages are not refreshed by themselves: their Content-Security-Policy has "script-src 'none'". In Development, add 'self' to it.`],
  ])('%s', (_name, fields, text) => {
    expect(plan(fields)).toMatchObject({ kind: 'warn', text: expect.stringContaining(text) });
  });

  test('of Zstandard, unless this Node knows it', () => {
    expect(plan({ ...HTML, 'content-encoding': 'zstd' }).kind).toBe(decoderFor('zstd') ? 'inject' : 'warn');
  });
});
