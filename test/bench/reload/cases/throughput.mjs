import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repository } from '../../big-app.mjs';
import { freePort } from '../../first-answer.mjs';
import { compare, measureRounds } from '../../kestrel/paired.mjs';
import { onServerCore } from '../../kestrel/pinning.mjs';
import { hasTool } from '../../kestrel/tool.mjs';
import { wrk } from '../../kestrel/wrk.mjs';
import { answerOf } from '../../kestrel/request.mjs';
import { cpuOf, startGroup } from '../process-group.mjs';
import { writeSmallApp } from '../small-app.mjs';
import { toolEnvironment } from '../tools.mjs';

const WHAT = 'keep-alive requests/s: mews watch / mews run';
const SECONDS = { first: 1.5, warmUp: 0.5, slice: 2 };
const QUICK_SECONDS = { first: 0.5, warmUp: 0.3, slice: 0.5 };
/** Milliseconds in which an app must listen. */
const PATIENCE = 30_000;

const APP = `import { WebApplication } from 'mews';

const app = WebApplication.create();
app.mapGet('/', () => 'Hello, world!');
await app.run();
`;

/** What it costs the requests that the sockets are lent: the same app under `mews watch` and, with sockets of its own, under `mews run`. */
export async function run({ rounds, isQuick, tools }) {
  if (!hasTool('wrk')) return [{ what: WHAT, skipped: 'wrk is not installed' }];
  if (!tools.some(({ key }) => key === 'mews')) return [{ what: WHAT, skipped: 'mews is not among the tools' }];
  const servers = [];
  try {
    for (const command of ['watch', 'run']) servers.push(await startServer(command));
    const load = (server, seconds) => wrk({ url: server.url, request: {}, seconds });
    const [lent, own] = await measureRounds(servers, { load, rounds, seconds: isQuick ? QUICK_SECONDS : SECONDS });
    const { rates, cpu, failures, notes } = compare(lent, own);
    return [{ what: WHAT, values: rates, cpu, target: 0.95, failures, notes }];
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function startServer(command) {
  const { root, remove } = writeSmallApp({ 'src/main.ts': APP });
  const url = `http://127.0.0.1:${await freePort()}`;
  const mews = onServerCore([process.execPath, join(repository, 'bin/mews.js'), command, '--project', root, '--urls', url]);
  const group = startGroup(mews, { cwd: root, env: toolEnvironment() });
  const stop = async () => {
    await group.stop();
    remove();
  };
  const deadline = performance.now() + PATIENCE;
  while ((await answerOf(url).catch(() => undefined))?.status !== 200) {
    if (group.hasEnded() || performance.now() > deadline) {
      await stop();
      throw new Error(`mews ${command} did not start: ${group.output().trim()}`);
    }
    await delay(50);
  }
  const pids = group.pids();
  return { url, cpu: () => cpuOf(pids), stop };
}
