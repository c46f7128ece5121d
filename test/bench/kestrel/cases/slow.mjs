import { attackSlowly } from '../slow-clients.mjs';
import { hasTool } from '../tool.mjs';

const MEBIBYTE = 1_048_576;

/** Slow clients of three kinds at once; a well-behaved one must have all its answers. */
export async function run({ isQuick }) {
  const [seconds, connections] = isQuick ? [5, 50] : [25, 150];
  const all = 3 * connections;
  const what = `${all} slow clients: answers to a good one`;
  if (!hasTool('slowhttptest')) return [{ what, skipped: 'slowhttptest is not installed' }];
  const { asked, unanswered, failures, attackers, growth } = await attackSlowly({ name: 'mews', file: 'mews', args: ['transfer'] }, { seconds, connections });
  // A few are closed by the time the last are opened.
  const weak = attackers < 0.9 * all ? [`only ${attackers} of ${all} slow connections were open at a time`] : [];
  return [
    { what, values: [(100 * (asked - unanswered)) / asked], target: 100, unit: ' %', failures: weak, notes: failures.map((failure) => `not answered: ${failure}`) },
    { what: `${all} slow clients: growth of memory`, values: [growth / MEBIBYTE], target: 100, atMost: true, unit: ' MiB', failures: weak },
  ];
}
