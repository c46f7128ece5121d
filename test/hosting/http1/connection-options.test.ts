import { describe, expect, test } from 'vitest';
import { connectionOptions } from '../../../src/hosting/http1/connection-options.ts';
import { CLOSE, KEEP_ALIVE, UPGRADE } from '../../../src/hosting/http1/head-scan.ts';
import { octetsOf, scanText } from './scan-text.ts';

const none = ['', ',', ' ,', ' , ', ',,', ' ,,', ',, ', ' , ,', ' , , '];
const lookAlikes = [
  'kupgrade', 'upkeep-alive', 'keep-alive2 ,', 'keep-alive2,', 'upgrade2', 'upgrade2 ', 'upgrade2 ,', 'close2 ', 'keep-alivekeep-alive', 'keep-aliveupgrade',
  'upgradekeep-alive', 'closeclose', 'upgradeclose', 'upgrade 2', 'ke2p-alive', 'u2grade', 'up2rade', 'c2ose', 'ke2p-alive,', 'k2ep-alive ', 'ke2p-alive ',
  'u2grade ', 'c2ose ', 'ke2p-alive ,', 'u2grade ,', 'c2ose ,', 'cl2se ,', '"close"', 'close;q=1',
];
const rows: [value: string, options: number][] = [
  ...['keep-alive', 'Keep-Alive', 'keep-alive,,', 'keep-alive, ', 'keep-alive ,', ',keep-alive', ', keep-alive', ', ,keep-alive', ',, keep-alive', ', , keep-alive'].map(
    (value): [string, number] => [value, KEEP_ALIVE],
  ),
  ...['UPGRADE', 'upgrade', 'upgrade,', 'upgrade, ', 'upgrade, , ', 'upgrade ,', ',upgrade', ', upgrade', ',,upgrade', 'upgrade, close 2'].map(
    (value): [string, number] => [value, UPGRADE],
  ),
  ...['close', 'Close', 'close,,', 'close, ', 'close, ,', 'close, , ', ',, close', 'upgrade 2, close', 'close, keep-alive 2', 'close, upgrade 2', '\tclose\t'].map(
    (value): [string, number] => [value, CLOSE],
  ),
  ['keep-alive,upgrade', KEEP_ALIVE | UPGRADE],
  ['upgrade,keep-alive', KEEP_ALIVE | UPGRADE],
  ['close, upgrade, keep-alive, x-mine', CLOSE | KEEP_ALIVE | UPGRADE],
  ['keep-alive\t', 0],
  ['keep-alive \t, close\t', CLOSE],
];

describe('the Connection field', () => {
  for (const value of [...none, ...lookAlikes]) test(`${JSON.stringify(value)} asks for nothing`, () => expect(optionsOf(value)).toBe(0));
  for (const [value, options] of rows) test(`${JSON.stringify(value)} is ${options}`, () => expect(optionsOf(value)).toBe(options));

  test.each([
    ['upgrade', 'keep-alive', KEEP_ALIVE | UPGRADE],
    ['upgrade', '', UPGRADE],
    ['', 'upgrade', UPGRADE],
    ['', 'upgrade, keep-alive', KEEP_ALIVE | UPGRADE],
    ['', '', 0],
    ['close', '', CLOSE],
    ['', 'close', CLOSE],
    ['close', 'upgrade', CLOSE | UPGRADE],
  ])('two fields, %j and %j, are one list', (first, second, options) => {
    const { outcome, scan } = scanText(`GET / HTTP/1.1\r\nHost:\r\nConnection: ${first}\r\nconnection:${second}\r\n\r\n`);
    expect(outcome).toBe('scanned');
    expect(scan.flags & (CLOSE | KEEP_ALIVE | UPGRADE)).toBe(options);
  });
});

function optionsOf(value: string): number {
  return connectionOptions(octetsOf(value), 0, value.length);
}
