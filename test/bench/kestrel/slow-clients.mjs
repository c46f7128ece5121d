import { request } from 'node:http';
import { runChild } from './children.mjs';
import { onLoadCore } from './pinning.mjs';
import { withServers } from './server-process.mjs';

const MEBIBYTE = 1_048_576;
/** Milliseconds from one request of the well-behaved client to the next, and in which it must have its answer. */
const PERIOD = 100;
const PATIENCE = 5000;

/** Slow headers, slow bodies, slow reading of pipelined large answers: what slowhttptest calls H, B and X. */
const ATTACKS = [
  { path: '/', args: ['-H', '-i', '1', '-x', '24'] },
  { path: '/upload', args: ['-B', '-i', '1', '-x', '10', '-s', '8192'] },
  { path: `/download/${4 * MEBIBYTE}`, args: ['-X', '-w', '512', '-y', '1024', '-n', '2', '-z', '32', '-k', '3'] },
];

/**
 * All three attacks at once on a server, started for it, with `connections` each for `seconds`, while a well-behaved client
 * asks every 100 ms on a new connection. `attackers`: how many connections were open at the height; `growth`: bytes of memory.
 */
export function attackSlowly(server, { seconds, connections }) {
  return withServers([server], async ([{ url, memory, resident, descriptors }]) => {
    const before = { memory: await memory(), descriptors: descriptors() };
    const most = { ...before };
    const answers = [];
    const timer = setInterval(() => {
      most.memory = Math.max(most.memory, resident());
      most.descriptors = Math.max(most.descriptors, descriptors());
      answers.push(failureOf(url));
    }, PERIOD);
    try {
      await Promise.all(ATTACKS.map((attack) => attackWith(attack, { url, seconds, connections })));
    } finally {
      clearInterval(timer);
    }
    const failures = (await Promise.all(answers)).filter((failure) => failure !== undefined);
    return {
      asked: answers.length,
      unanswered: failures.length,
      failures: [...new Set(failures)],
      attackers: most.descriptors - before.descriptors,
      growth: most.memory - before.memory,
    };
  });
}

function attackWith({ path, args }, { url, seconds, connections }) {
  const size = ['-c', String(connections), '-r', String(connections), '-l', String(seconds)];
  return runChild(onLoadCore(['slowhttptest', ...args, ...size, '-u', new URL(path, url).href]));
}

/** Why a request on a connection of its own had no answer; undefined when it had. */
function failureOf(url) {
  return new Promise((resolve) => {
    const asked = request(url, { agent: false, signal: AbortSignal.timeout(PATIENCE) }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode === 200 ? undefined : `answered ${answer.statusCode}`));
      answer.once('error', (error) => resolve(error.message));
    });
    asked.once('error', (error) => resolve(error.message));
    asked.end();
  });
}
