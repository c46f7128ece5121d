// node edit-load.mjs <port> <http|https|h2>, with an IPC channel: continuous load, and what became of each request. Says `seen` with
// each new version; at the message `begin` it counts from zero, at `stop` it begins no more requests, waits for those in flight, and
// says `counts`.
import { setTimeout as delay } from 'node:timers/promises';
import { exchange, isOpen, openSocket } from './http1-exchange.mjs';
import { exchangeStream, isUsable, openSession } from './http2-exchange.mjs';

const [port, protocol] = process.argv.slice(2);

/** Half of them keep their connection, half make a new one for each request. */
const CONNECTIONS = 64;
/** Requests that take a second: so many are in flight at any time, on new connections. */
const SLOW = 8;
/** Milliseconds from one request of a connection to the next; a handshake costs much more than a request. */
const PERIOD = 80;
const HANDSHAKE_PERIOD = protocol === 'http' ? 80 : 320;
/** Milliseconds until a refused client tries again, and in which an answer must come. */
const RETRY = 100;
const PATIENCE = 15_000;

const counts = { requests: 0, answered: 0, refused: 0, reset: 0, cut: 0, hung: 0, errors: 0, stale: 0, slow: 0, slowLost: 0, sentAgain: 0 };
/** The highest version of which a whole answer has come. */
let newest = 0;
const state = { isStopping: false };

const client =
  protocol === 'h2'
    ? { open: async () => openSession({ port }), connectionOf: ({ session }) => session, isUsable, exchange: exchangeStream, close: (session) => session.close() }
    : {
        open: async () => openSocket({ port, isSecure: protocol === 'https' }),
        connectionOf: ({ socket }) => socket,
        isUsable: isOpen,
        exchange,
        close: (socket) => socket.destroy(),
      };

process.on('message', (message) => {
  if (message === 'stop') state.isStopping = true;
  else for (const name of Object.keys(counts)) counts[name] = 0;
});
// The bench is gone.
process.on('disconnect', () => process.exit());

async function ask({ path, keepAlive, period }) {
  let connection;
  while (!state.isStopping) {
    const begun = performance.now();
    if (!client.isUsable(connection)) connection = await connect();
    const pause = connection ? period : RETRY;
    const answer = connection && (await request(connection, { path, keepAlive }));
    if (answer && !(keepAlive && answer.keepAlive)) {
      client.close(connection);
      connection = undefined;
    }
    await delay(Math.max(0, pause - (performance.now() - begun)));
  }
  if (connection) client.close(connection);
}

async function connect() {
  const opened = await client.open();
  if (!opened.error) return client.connectionOf(opened);
  if (opened.error.code === 'ECONNREFUSED') counts.refused++;
  else counts.reset++;
  return undefined;
}

async function request(connection, { path, keepAlive }) {
  const isSlow = path === '/slow';
  let newestWhenSent = 0;
  const answer = await client.exchange(connection, { path, keepAlive, patience: PATIENCE, written: () => (newestWhenSent = newest) });
  counts.requests++;
  if (isSlow) counts.slow++;
  if (answer.outcome === 'refusedStream') counts.sentAgain++;
  else if (answer.outcome !== 'answered') counts[answer.outcome]++;
  else if (answer.status !== 200) counts.errors++;
  else take(Number(/version (\d+) /.exec(answer.body)?.[1]), newestWhenSent);
  const isLost = answer.outcome !== 'refusedStream' && (answer.outcome !== 'answered' || answer.status !== 200);
  if (isSlow && isLost) counts.slowLost++;
  return answer;
}

function take(version, newestWhenSent) {
  counts.answered++;
  if (version < newestWhenSent) counts.stale++;
  if (version <= newest) return;
  newest = version;
  process.send({ type: 'seen', version, at: performance.timeOrigin + performance.now() });
}

const half = Array.from({ length: CONNECTIONS / 2 });
const working = [
  ...half.map(() => ask({ path: '/version', keepAlive: true, period: PERIOD })),
  ...half.map(() => ask({ path: '/version', keepAlive: false, period: HANDSHAKE_PERIOD })),
  ...Array.from({ length: SLOW }, () => ask({ path: '/slow', keepAlive: false, period: 0 })),
];
await Promise.all(working);
process.send({ type: 'counts', counts }, () => process.disconnect());
