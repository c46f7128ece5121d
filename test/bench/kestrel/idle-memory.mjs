import { execFileSync } from 'node:child_process';
import { endChild } from './children.mjs';
import { startClient } from './client.mjs';
import { withServers } from './server-process.mjs';

/** Descriptors that a process needs besides its connections. */
const SPARE = 200;

/** Why so many connections cannot be opened here; undefined when they can. Node raises its own soft limit to the hard one. */
export function tooMany(connections) {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  if (limit === 'unlimited' || Number(limit) >= connections + SPARE) return undefined;
  return `${connections} connections need as many descriptors, and ulimit -Hn is ${limit}`;
}

/** Bytes of memory that a server, started for it, keeps for each of `connections` that have had one answer and are idle. */
export function idleBytes(server, connections) {
  return withServers([server], async ([{ url, memory }]) => {
    const { port } = new URL(url);
    // What the first thousand requests leave behind is not the connections'.
    await open(port, 1000, memory);
    const before = await memory();
    const after = await open(port, connections, memory);
    return (after - before) / connections;
  });
}

async function open(port, count, memory) {
  const { child, said, output } = startClient('idle-client', [port, count]);
  try {
    await said(/opened \d+/);
    const bytes = await memory();
    const failure = /failed: (.+)/.exec(output());
    if (failure) throw new Error(failure[1]);
    return bytes;
  } finally {
    await endChild(child);
  }
}
