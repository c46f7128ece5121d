import { describe, expect, test } from 'vitest';
import { type PollingFacts, decidePolling } from '../../../src/launcher/watch/polling.ts';
import { explainLimit, isWatchLimit } from '../../../src/launcher/watch/watch-limit.ts';

const linux: PollingFacts = { env: {}, root: '/home/me/app', platform: 'linux', release: '6.8.0-45-generic' };
const wsl2 = { ...linux, release: '5.15.153.1-microsoft-standard-WSL2' };
const decide = (facts: Partial<PollingFacts>) => decidePolling({ ...linux, ...facts });

describe('changes are asked for', () => {
  test.each<[string, Partial<PollingFacts>, string]>([
    ['where it is wished for', { env: { MEWS_USE_POLLING: '1' } }, 'MEWS_USE_POLLING'],
    ['in any spelling', { env: { MEWS_USE_POLLING: ' True ' } }, 'MEWS_USE_POLLING'],
    ['in the words of dotnet', { env: { DOTNET_USE_POLLING_FILE_WATCHER: '1' } }, 'DOTNET_USE_POLLING_FILE_WATCHER'],
    ['in the words of chokidar', { env: { CHOKIDAR_USEPOLLING: 'true' } }, 'CHOKIDAR_USEPOLLING'],
    ['on a drive of Windows in WSL 2', { ...wsl2, root: '/mnt/c/Users/me/app' }, '/mnt/c'],
    ['on a whole drive', { ...wsl2, root: '/mnt/d' }, '/mnt/d'],
  ])('%s', (_, facts, named) => {
    const decision = decide(facts);
    expect(decision).toMatchObject({ polling: true, reason: expect.stringContaining(named) });
    expect(decision.warning).toBeUndefined();
  });
});

describe('changes are told', () => {
  test.each<[string, Partial<PollingFacts>]>([
    ['as a rule', {}],
    ['in the Linux file system of WSL 2', { ...wsl2 }],
    ['in a folder that only looks like a drive', { ...wsl2, root: '/mnt/data/app' }],
    ['on a drive of Windows in WSL 1', { release: '4.4.0-19041-Microsoft', root: '/mnt/c/app' }],
    ['under /mnt on a plain Linux', { root: '/mnt/c/app' }],
    ['where polling is switched off', { ...wsl2, root: '/mnt/c/app', env: { MEWS_USE_POLLING: 'false' } }],
    ['where our variable is off and another is on', { env: { MEWS_USE_POLLING: '0', CHOKIDAR_USEPOLLING: '1' } }],
    ['where the variable is blank', { env: { MEWS_USE_POLLING: ' ' } }],
  ])('%s', (_, facts) => expect(decide(facts)).toEqual({ polling: false, reason: '' }));
});

test('a value that means nothing is named and ignored', () => {
  expect(decide({ env: { MEWS_USE_POLLING: 'maybe' } })).toMatchObject({ polling: false, warning: expect.stringContaining(`MEWS_USE_POLLING is 'maybe'`) });
  expect(decide({ ...wsl2, root: '/mnt/c/app', env: { MEWS_USE_POLLING: 'maybe' } })).toMatchObject({ polling: true, warning: expect.stringContaining('maybe') });
});

test.each([
  ['ENOSPC', { max_user_watches: '8192\n' }, 'linux', /max_user_watches is 8192:?.*sysctl fs\.inotify\.max_user_watches=524288/],
  ['EMFILE', { max_user_instances: '128\n' }, 'linux', /max_user_instances is 128, or too many files.*sysctl fs\.inotify\.max_user_instances=512/],
  ['ENOSYS', {}, 'linux', /\(ENOSYS\).*by polling/],
  ['EMFILE', {}, 'darwin', /\(EMFILE\).*by polling/],
] as const)('a limit is explained by its name and its remedy: %s on %s', (code, current, platform, text) => {
  expect(explainLimit({ code, current }, platform)).toMatch(text);
});

test('what is wrong with one folder alone is no limit', () => {
  const isLimit = (code: string) => isWatchLimit(Object.assign(new Error(code), { code }));
  expect(['ENOSPC', 'EMFILE', 'ENFILE', 'ENOSYS'].every(isLimit)).toBe(true);
  expect(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].some(isLimit)).toBe(false);
  expect(isWatchLimit(new Error('a defect'))).toBe(false);
});
