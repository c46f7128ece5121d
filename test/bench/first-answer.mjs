import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Milliseconds from the start of a command to the first 200 answer on its PORT; the command and all it started are gone afterwards. */
export async function firstAnswer(command, { cwd, env = {} }) {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(command[0], command.slice(1), { cwd, env: { ...process.env, ...env, PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  const gone = new Promise((resolve) => child.once('close', resolve));
  for (;;) {
    // A bare connection attempt costs next to nothing: asking must not slow down what is measured.
    if ((await accepts(port)) && (await status(port)) === 200) break;
    if (child.exitCode !== null) throw new Error(`${command.join(' ')} ended with ${child.exitCode} before it answered`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const took = performance.now() - started;
  process.kill(-child.pid, 'SIGTERM');
  await gone;
  return took;
}

export function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function status(port) {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/', agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once('error', () => resolve(0));
    asked.end();
  });
}
