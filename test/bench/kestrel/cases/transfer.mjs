import { transferGrowth } from '../transfer-memory.mjs';

const MEBIBYTE = 1_048_576;
const ours = { name: 'mews', file: 'mews', args: ['transfer'] };

/** What each way does; the slow ones would need hours, and show in seconds whether anything piles up. */
const ways = [
  { what: 'upload', kind: 'upload' },
  { what: 'download', kind: 'download' },
  { what: 'upload, slow app', kind: 'slow-upload', seconds: 4 },
  { what: 'download, slow client', kind: 'slow-download', seconds: 4 },
];

/** How much a server's memory grows while 1 GiB goes through it. */
export async function run({ rounds, isQuick }) {
  const mebibytes = isQuick ? 256 : 1024;
  const rows = [];
  for (const { what, kind, seconds } of ways) {
    const values = [];
    for (let round = 0; round < Math.min(rounds, seconds ? 1 : 5); round++) {
      values.push((await transferGrowth(ours, { kind, bytes: mebibytes * MEBIBYTE, seconds })) / MEBIBYTE);
    }
    rows.push({ what: `${what} of ${mebibytes} MiB: growth of memory`, values, target: 100, atMost: true, unit: ' MiB' });
  }
  return rows;
}
