import { hasTool } from '../kestrel/tool.mjs';
import { compare, measureRounds } from '../kestrel/paired.mjs';
import { answerOf } from '../kestrel/request.mjs';
import { wrk } from '../kestrel/wrk.mjs';
import { startBackend, startFront, startProxy } from './proxy-server.mjs';

/** The front against proxies before the same app: requests per second of the proxy's CPU time. Rows for the table. */
export async function compareProxies({ what, size, others, rounds, seconds }) {
  if (!hasTool('wrk')) return [{ what, skipped: 'wrk is not installed' }];
  const present = others.filter(({ name }) => name !== 'nginx' || hasTool('nginx'));
  const backend = await startBackend(size);
  const servers = [];
  try {
    servers.push(await startFront(backend.url));
    for (const { name } of present) servers.push(await startProxy(name, backend.url));
    const load = (server, time) => wrk({ url: server.url, request: {}, seconds: time });
    const slices = await measureRounds(servers, { load, rounds, seconds });
    const [ours, ...answers] = await Promise.all(servers.map(({ url }) => answerOf(url)));
    return present.map(({ name, target }, at) => {
      const { rates, cpu, failures } = compare(slices[0], slices[at + 1]);
      const isWrong = answers[at].status !== 200 || answers[at].body !== ours.body;
      return { what: `${what}: mews / ${name}, by CPU`, values: cpu, target, failures: [...failures, ...(isWrong ? ['the answers differ'] : [])], notes: [`by requests a second: ${middle(rates)}×`] };
    });
  } finally {
    await Promise.all([...servers, backend].map((server) => server.stop()));
  }
}

function middle(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)].toFixed(2);
}
