import { expect, it } from 'vitest';
import { nearNames } from '../../../src/foundation/errors/near-names.ts';

it.each([
  ['htps', ['http', 'https', 'IIS Express'], ['https', 'http']],
  ['HTTP', ['http', 'worker'], ['http']],
  ['project', ['Project', 'Executable'], ['Project']],
  ['relese', ['Debug', 'Release'], ['Release']],
  ['zzz', ['http', 'https'], []],
  ['express', ['IIS Express', 'http'], ['IIS Express']],
])('%s is near to what of %j?', (typed, known, near) => {
  expect(nearNames(typed, known)).toEqual(near);
});

it('gives three names at most', () => {
  expect(nearNames('ab', ['aa', 'ac', 'ad', 'ae'])).toHaveLength(3);
});
