import { expect, test } from 'vitest';
import { parseUrlList } from '../../../src/foundation/addresses/parse-url-list.ts';

test.each([
  ['http://a:1;http://b:2', ['http://a:1', 'http://b:2']],
  [' http://a:1 ; ; http://b:2;', ['http://a:1', 'http://b:2']],
  ['http://a:1;HTTP://A:1/;http://a:1', ['http://a:1']],
  ['http://unix:/A;http://unix:/a', ['http://unix:/A', 'http://unix:/a']],
  ['', []],
  [' ; ', []],
])('%j is the list %j', (list, urls) => {
  expect(parseUrlList(list)).toEqual(urls);
});
