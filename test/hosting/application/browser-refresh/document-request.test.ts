import { expect, test } from 'vitest';
import { isDocumentRequest } from '../../../../src/hosting/application/browser-refresh/document-request.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

test.each<[boolean, string, string, Record<string, string>]>([
  [true, 'a page that is gone to', 'GET', { accept: BROWSER, 'sec-fetch-dest': 'document' }],
  [true, 'a form that is sent', 'POST', { accept: BROWSER, 'sec-fetch-dest': 'document' }],
  [true, 'a page over plain HTTP, where browsers do not say what it is for', 'GET', { accept: BROWSER }],
  [true, 'what wants HTML in the end', 'GET', { accept: 'application/json, text/html; charset=utf-8' }],
  [false, 'a frame', 'GET', { accept: BROWSER, 'sec-fetch-dest': 'iframe' }],
  [false, 'fetch, even of HTML', 'GET', { accept: 'text/html', 'sec-fetch-dest': 'empty' }],
  [false, 'a program that takes anything', 'GET', { accept: '*/*' }],
  [false, 'a program that says nothing', 'GET', {}],
  [false, 'what only sounds like HTML', 'GET', { accept: 'text/html-x, xtext/html, text/*' }],
  [false, 'a part of a document', 'GET', { accept: BROWSER, range: 'bytes=0-9' }],
  [false, 'HEAD', 'HEAD', { accept: BROWSER }],
  [false, 'PUT', 'PUT', { accept: BROWSER }],
])('%s: %s', (expected, _name, method, headers) => {
  expect(isDocumentRequest({ method, header: (name) => headers[name] })).toBe(expected);
});
