import { hasTool } from './tool.mjs';
import { compare, measureRounds } from './paired.mjs';
import { answerOf, headerDifferences } from './request.mjs';
import { startServer } from './server-process.mjs';
import { wrk } from './wrk.mjs';

/**
 * A case of requests a second: `ours` against each of `others` (`{ server, target }`; no target: for information).
 * Rows for the table.
 */
export async function speedCase({ ours, others, request, rounds, seconds }) {
  if (!hasTool('wrk')) return [{ what: ours.name, skipped: 'wrk is not installed' }];
  const servers = [];
  try {
    servers.push(await startServer(ours));
    const answer = await answerOf(servers[0].url, request);
    // The others say as much of the connection as ours does: each answer has the same lines to write.
    const env = { CONNECTION_FIELDS: answer.headers.connection ? 'yes' : 'no' };
    for (const { server } of others) servers.push(await startServer({ ...server, env: { ...env, ...server.env } }));
    const answers = await Promise.all(servers.map(({ url }) => answerOf(url, request)));
    const load = (server, time) => wrk({ url: server.url, request, seconds: time });
    const slices = await measureRounds(servers, { load, rounds, seconds });
    return others.map(({ server, target }, at) => {
      const { rates, cpu, failures, notes } = compare(slices[0], slices[at + 1]);
      const wrong = wrongAnswers(answers[0], answers[at + 1]);
      const differences = headerDifferences(answers[0].headers, answers[at + 1].headers);
      return {
        what: `${ours.name} / ${server.name}`,
        values: rates,
        cpu,
        target,
        failures: [...wrong, ...failures],
        notes: [...notes, ...(differences.length ? [`header fields differ: ${differences.join('; ')}`] : [])],
      };
    });
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

function wrongAnswers(ours, theirs) {
  const statuses = [ours, theirs].map(({ status }) => status);
  if (statuses.some((status) => status !== 200)) return [`answered ${statuses.join(' and ')} instead of 200`];
  return ours.body === theirs.body ? [] : ['the answers differ'];
}
