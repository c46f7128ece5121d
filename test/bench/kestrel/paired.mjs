import { median } from '../ratio.mjs';

/** Of a core, from which on a process counts as having been the limit. */
const BUSY = 0.9;

/**
 * Measures the servers in turn, in every round, the order turned round each time: whatever else the machine does, it does to
 * all of them. `load(server, seconds)` gives requests, seconds and failures. One list of slices for each server.
 */
export async function measureRounds(servers, { load, rounds, seconds }) {
  const slices = servers.map(() => []);
  for (const server of servers) await load(server, seconds.first);
  for (let round = 0; round < rounds; round++) {
    const order = [...servers.keys()];
    if (round % 2) order.reverse();
    for (const at of order) {
      await load(servers[at], seconds.warmUp);
      slices[at].push(await measure(servers[at], { load, seconds: seconds.slice }));
    }
  }
  return slices;
}

async function measure(server, { load, seconds }) {
  const before = server.cpu();
  const { requests, seconds: took, loadBusy, failures } = await load(server, seconds);
  const cpu = server.cpu() - before;
  return { rate: requests / took, cpu: cpu / requests, busy: cpu / took, loadBusy, failures };
}

/** Ours over theirs, round by round: `rates` is above 1 when we answer more, `cpu` when we need less CPU for each answer. */
export function compare(ours, theirs) {
  return {
    rates: ours.map(({ rate }, round) => rate / theirs[round].rate),
    cpu: ours.map(({ cpu }, round) => theirs[round].cpu / cpu),
    failures: [...failuresOf('ours', ours), ...failuresOf('theirs', theirs)],
    notes: idleNotes(ours, theirs),
  };
}

function failuresOf(whose, slices) {
  return [...new Set(slices.flatMap(({ failures }) => failures))].map((failure) => `${whose}: ${failure}`);
}

/** A server that waited was not measured: its load generator was, or whatever else had its core. */
function idleNotes(...sides) {
  return ['ours', 'theirs'].flatMap((whose, at) => {
    const busy = median(sides[at].map((slice) => slice.busy));
    const loadBusy = median(sides[at].map((slice) => slice.loadBusy));
    if (busy >= BUSY) return [];
    const why = loadBusy >= BUSY ? 'the load generator was the limit, and the ratio is not the servers\'' : 'something else had its core, or the load generator\'s';
    return [`${whose} was busy only ${Math.round(busy * 100)} % of the time: ${why}`];
  });
}
