import { expect, test } from 'vitest';
import { isBusyResource } from '../../../src/launcher/watch/busy-resource.ts';

const crash = (message: string, name = 'Error') => ({ type: 'crashed', name, message, stack: '', origin: 'uncaughtException' }) as const;

test.each([
  'listen EADDRINUSE: address already in use 127.0.0.1:9229',
  'bind EADDRINUSE 127.0.0.1:5353',
  'SQLITE_BUSY: database is locked',
  'IO error: lock /data/LOCK: Resource temporarily unavailable',
  'EBUSY: resource busy or locked, open \'data.db\'',
  'Lock file is already being held',
  'could not acquire lock on queue',
])('a start that failed for what the running version holds: %s', (message) => {
  expect(isBusyResource(crash(message))).toBe(true);
});

test.each(['no database', 'Cannot read properties of undefined (reading \'lock\')', 'the user is blocked', 'ENOENT: no such file or directory'])('any other failure: %s', (message) => {
  expect(isBusyResource(crash(message))).toBe(false);
});

test('a process that ended without a word', () => {
  expect(isBusyResource(undefined)).toBe(false);
});
