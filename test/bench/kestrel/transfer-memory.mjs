import { endChild } from './children.mjs';
import { startClient } from './client.mjs';
import { withServers } from './server-process.mjs';

/** Milliseconds between two looks at a server's memory. */
const PERIOD = 25;

/**
 * Sends one body of `bytes` through a server, started for it: `upload`, `download`, or the same with one side slow
 * (`slow-download`: the client; `slow-upload`: the app), which is cut after `seconds`. How many bytes of memory the server
 * had more at its height than before.
 */
export function transferGrowth(server, { kind, bytes, seconds }) {
  return withServers([server], async ([{ url, memory, resident }]) => {
    const { port } = new URL(url);
    const before = await memory();
    let most = before;
    const timer = setInterval(() => (most = Math.max(most, resident())), PERIOD);
    const { child, said } = startClient('transfer-client', [port, kind, bytes]);
    try {
      const ended = said(/transferred (\d+)|failed: .+/);
      const [text, transferred] = seconds === undefined ? await ended : await Promise.race([ended, cutAfter(seconds)]);
      if (transferred !== undefined && Number(transferred) !== bytes) throw new Error(`${kind}: ${transferred} of ${bytes} bytes`);
      if (text.startsWith('failed')) throw new Error(`${kind}: ${text}`);
      return most - before;
    } finally {
      clearInterval(timer);
      await endChild(child);
    }
  });
}

function cutAfter(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000, ['cut']));
}
