import { setTimeout as delay } from 'node:timers/promises';
import { median } from '../../ratio.mjs';
import { writeReloadApp } from '../reload-app.mjs';
import { servedVersion, startTool } from '../start-tool.mjs';

/** Against which tool, and how much slower than that mews may be at most. */
const TARGETS = [
  { key: 'tsx', target: 0.25 },
  { key: 'bun', target: 1.2 },
];
/** Edits of a tool in one round; the round's value is their median. */
const EDITS = 3;
/** Milliseconds of rest before an edit: a tool may still have to do with the last one. */
const REST = 500;

/**
 * From the moment at which a file is saved to the first answer of the new version, no load. All tools run all the time, each on a
 * copy of the app of its own; they are edited one after the other, and the order is turned round each time.
 */
export async function run({ rounds, tools, isQuick }) {
  const running = [];
  const apps = [];
  try {
    for (const tool of tools) {
      const app = writeReloadApp();
      apps.push(app);
      running.push({ ...(await startTool(tool, { app })), version: 1, values: [] });
    }
    // The first edit finds caches cold: it is not counted.
    for (const each of running) await measureEdit(each);
    for (let round = 0; round < rounds; round++) {
      for (const each of round % 2 ? running.toReversed() : running) {
        const taken = [];
        for (let edit = 0; edit < (isQuick ? 1 : EDITS); edit++) taken.push(await measureEdit(each));
        each.values.push(median(taken));
      }
    }
  } finally {
    await Promise.all(running.map((each) => each.stop()));
    for (const app of apps) app.remove();
  }
  return rows(running);
}

async function measureEdit(each) {
  await delay(REST);
  each.version++;
  const saved = performance.now();
  each.app.edit(each.version);
  await servedVersion(each.port, { version: each.version, hasEnded: each.hasEnded });
  return performance.now() - saved;
}

/** Ratios round by round: mews to the others, or, where there is no mews, the others to tsx. */
function rows(running) {
  const ours = running.find(({ tool }) => tool.key === 'mews') ?? running.find(({ tool }) => tool.key === 'tsx');
  return running
    .filter((each) => each !== ours || running.length === 1)
    .map((each) => {
      const [above, below] = ours?.tool.key === 'mews' ? [ours, each] : [each, ours];
      return {
        what: `save → new answer: ${above.tool.name} / ${below.tool.name}`,
        values: above.values.map((value, round) => value / below.values[round]),
        atMost: true,
        ...(above.tool.key === 'mews' && { target: TARGETS.find(({ key }) => key === below.tool.key)?.target }),
        notes: [`${[above, below].map(({ tool, values }) => `${tool.name} ${median(values).toFixed(0)} ms`).join(', ')}`],
      };
    });
}
