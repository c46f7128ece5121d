import { describe, expect, test } from 'vitest';
import { judgePolicies } from '../../../../src/hosting/application/browser-refresh/content-security-policy.ts';
import { metaPolicies } from '../../../../src/hosting/application/browser-refresh/meta-policies.ts';

const ORIGIN = { scheme: 'http', host: 'localhost:5000' };

describe('our script runs, and uses its channel, under', () => {
  test.each<[string, ...string[]]>([
    ['no policy'],
    ['an empty one', ''],
    ['one about other things', `img-src 'none'; style-src 'self'; frame-ancestors 'none'`],
    ['self', `default-src 'self'`],
    ['self, written otherwise', `DEFAULT-SRC 'Self'`],
    ['every host', `script-src *`],
    ['the scheme', `script-src http:; connect-src http:`],
    ['the other scheme, for a proxy may be in between', `default-src https:`],
    ['the host with its port', `script-src localhost:5000`],
    ['the host with any port', `default-src http://localhost:*`],
    ['a path with the script in it', `script-src localhost:5000/_framework/`],
    ['the path of the script', `script-src localhost:5000/_framework/mews-refresh.js`],
    ['self for elements, nothing else for the rest', `script-src 'none'; script-src-elem 'self'`],
    ['self for scripts, nothing by default, but the channel', `default-src 'none'; script-src 'self'; connect-src 'self'`],
    ['the first of two directives of a name', `script-src 'self'; script-src 'none'`],
    ['several policies that allow it, in several fields and in one', `default-src 'self'`, `script-src *, script-src 'self'`],
    ['inline scripts beside it', `script-src 'unsafe-inline' 'self'`],
    ['a sandbox that is open enough', `sandbox allow-forms allow-scripts allow-same-origin`],
  ])('%s', (_name, ...policies) => {
    expect(judgePolicies(policies, ORIGIN)).toEqual({ isAllowed: true });
  });

  test.each([
    ['a page on port 443 of a host without one', 'example.org', 'https', `default-src https://example.org`],
    ['any host below a domain', 'a.example.org', 'https', `default-src *.example.org`],
    ['an address', '[::1]:5000', 'http', `default-src [::1]:5000`],
  ])('%s', (_name, host, scheme, policy) => {
    expect(judgePolicies([policy], { scheme, host })).toEqual({ isAllowed: true });
  });
});

describe('a nonce is taken', () => {
  test.each([
    ['where only it allows', [`script-src 'nonce-abc123=='`], 'abc123=='],
    ['with strict-dynamic', [`script-src 'strict-dynamic' 'nonce-a' 'self' https:`], 'a'],
    ['that all policies have which need one', [`script-src 'nonce-a' 'nonce-b'`, `script-src 'nonce-b'`, `script-src 'self'`], 'b'],
  ])('%s', (_name, policies, nonce) => {
    expect(judgePolicies(policies, ORIGIN)).toEqual({ isAllowed: true, nonce });
  });

  test('not where none is needed', () => {
    expect(judgePolicies([`script-src 'self' 'nonce-a'`], ORIGIN)).toEqual({ isAllowed: true });
  });
});

describe('it cannot under', () => {
  const self = `add 'self' to it`;

  test.each([
    ['no script at all', `script-src 'none'`, `script-src 'none'`, self],
    ['no source at all', `script-src`, `script-src`, self],
    ['hashes only', `script-src 'sha256-AAAA'`, `script-src 'sha256-AAAA'`, self],
    ['inline scripts only', `script-src 'unsafe-inline'`, `script-src 'unsafe-inline'`, self],
    ['strict-dynamic without a nonce', `script-src 'self' 'strict-dynamic' 'sha256-AAAA'`, `script-src 'self' 'strict-dynamic' 'sha256-AAAA'`, 'add a nonce to it'],
    ['another host', `script-src cdn.example.org`, `script-src cdn.example.org`, self],
    ['another port', `script-src localhost:3000`, `script-src localhost:3000`, self],
    ['the default port', `script-src http://localhost`, `script-src http://localhost`, self],
    ['another path', `script-src localhost:5000/js/`, `script-src localhost:5000/js/`, self],
    ['another scheme', `script-src data: wss://localhost:5000`, `script-src data: wss://localhost:5000`, self],
    ['hosts below this one', `script-src *.localhost:5000`, `script-src *.localhost:5000`, self],
    ['elements that are forbidden', `script-src 'self'; script-src-elem 'none'`, `script-src-elem 'none'`, self],
    ['a channel that is forbidden', `script-src 'self'; connect-src 'none'`, `connect-src 'none'`, self],
    ['a channel that is not mentioned', `default-src 'none'; script-src 'self'`, `default-src 'none'`, `add "connect-src 'self'" beside it`],
    ['a channel elsewhere', `connect-src https://api.example.org`, `connect-src https://api.example.org`, self],
    ['a sandbox', `sandbox allow-scripts`, `sandbox allow-scripts`, `add 'allow-scripts allow-same-origin' to it`],
    ['two policies with different nonces', `script-src 'nonce-a', script-src 'nonce-b'`, `script-src 'nonce-a'`, self],
  ])('%s', (_name, policy, directive, remedy) => {
    expect(judgePolicies([policy], ORIGIN)).toEqual({ isAllowed: false, directive, remedy });
  });
});

describe('the policies that a page has in itself', () => {
  test.each([
    [`<meta http-equiv="Content-Security-Policy" content="script-src 'none'">`, [`script-src 'none'`]],
    [`<META CONTENT='default-src "x"' HTTP-EQUIV=content-security-policy />`, [`default-src "x"`]],
    [`<meta http-equiv="Content-Security-Policy" content="script-src &#39;none&#x27; &quot;&amp;&apos;">`, [`script-src 'none' "&'`]],
    [`<meta http-equiv="Content-Security-Policy" content="a > b"><meta http-equiv="content-security-policy" content="c">`, ['a > b', 'c']],
    [`<meta http-equiv="Content-Security-Policy">`, ['']],
    [`<!-- <meta http-equiv="Content-Security-Policy" content="x"> --><meta charset=utf-8><meta http-equiv="refresh" content="2">`, []],
    [`<meta http-equiv="Content-Security-Policy-Report-Only" content="x">`, []],
    ['<meta http-equiv="Content-Security-Policy" content="never closed', []],
  ])('%s', (html, expected) => {
    expect(metaPolicies(html)).toEqual(expected);
  });
});
