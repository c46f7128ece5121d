/** Columns of counts, each with what is to be zero. */
const COLUMNS = [
  { title: 'requests', value: ({ requests }) => requests },
  { title: 'refused', value: ({ refused }) => refused, isFailure: true },
  { title: 'reset', value: ({ reset }) => reset, isFailure: true },
  { title: 'cut', value: ({ cut }) => cut, isFailure: true },
  { title: 'stale', value: ({ stale }) => stale, isFailure: true },
  { title: 'slow lost', value: ({ slowLost, slow }) => `${slowLost}/${slow}`, isFailure: true, count: ({ slowLost }) => slowLost },
  { title: 'errors', value: ({ errors }) => errors, isFailure: true },
  { title: 'hung', value: ({ hung }) => hung, isFailure: true },
  { title: 'edits', value: ({ seen, edits }) => `${seen}/${edits}` },
];
const NAME = 34;
const WIDTH = 11;

export function printCountHead() {
  print(['clients of a restart', ...COLUMNS.map(({ title }) => title), 'target: 0']);
}

/** One line: what became of the requests. Only a tool with a target can miss it. */
export function printCounts({ name, counts, hasTarget }) {
  print([name, ...COLUMNS.map(({ value }) => String(value(counts))), hasTarget ? (isFlawless(counts) ? 'met' : 'MISSED') : 'for information']);
  if (counts.sentAgain > 0) console.log(`  note: ${counts.sentAgain} requests were refused by HTTP/2 unread, and sent again as every client does`);
}

function isFlawless(counts) {
  const failures = COLUMNS.filter(({ isFailure }) => isFailure).map(({ count, value }) => (count ?? value)(counts));
  return failures.every((failures) => failures === 0) && counts.seen === counts.edits;
}

function print([name, ...cells]) {
  console.log(name.padEnd(NAME) + cells.map((cell) => cell.padEnd(WIDTH)).join('').trimEnd());
}
