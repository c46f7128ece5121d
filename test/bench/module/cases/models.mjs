import { hasTool } from '../../kestrel/tool.mjs';
import { compare, measureRounds } from '../../kestrel/paired.mjs';
import { wrk } from '../../kestrel/wrk.mjs';
import { startMewsRun } from '../mews-run.mjs';

const LOADS = { 'keep-alive': {}, 'connection per request': { headers: { Connection: 'close' } } };

/** The same app as its own edge, in-process and out of process, as `mews run` starts it: all processes of a launch on one core. */
export async function run({ rounds, seconds }) {
  if (!hasTool('wrk')) return [{ what: 'hosting models', skipped: 'wrk is not installed' }];
  const servers = [];
  try {
    servers.push(await startMewsRun('in-process', ['--hosting-model', 'inprocess']));
    servers.push(await startMewsRun('bound directly'));
    servers.push(await startMewsRun('out-of-process', ['--hosting-model', 'outofprocess']));
    const rows = [];
    for (const [what, request] of Object.entries(LOADS)) {
      const load = (server, time) => wrk({ url: server.url, request, seconds: time });
      const [inProcess, direct, outOfProcess] = await measureRounds(servers, { load, rounds, seconds });
      rows.push(toRow(`${what}: in-process / bound directly`, { ...compare(inProcess, direct), target: 0.95 }));
      rows.push(toRow(`${what}: in-process / out-of-process`, { ...compare(inProcess, outOfProcess), target: 1.8 }));
    }
    return rows;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

function toRow(what, { rates, cpu, failures, target }) {
  return { what, values: rates, cpu, target, failures };
}
