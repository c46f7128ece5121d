import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { accepts, freePort } from '../first-answer.mjs';
import { startGroup } from './process-group.mjs';
import { toolEnvironment } from './tools.mjs';

/** Milliseconds in which a version must be served after its start, or after it was saved. */
const PATIENCE = 30_000;
/** Milliseconds between two questions: asking must not slow down what is measured. */
const PAUSE = 2;

/**
 * Starts a tool in an app's folder and waits until the app answers, or, with TLS, until it listens; `stop()` ends all of it.
 * `isHosted`: the app exports itself.
 */
export async function startTool(tool, { app, env = {}, isSecure = false, isHosted = false }) {
  const port = await freePort();
  const urls = isHosted ? `${isSecure ? 'https' : 'http'}://localhost:${port}` : undefined;
  const group = startGroup(tool.command({ root: app.root, urls }), { cwd: app.root, env: toolEnvironment({ ...(!isHosted && { PORT: String(port) }), ...env }) });
  try {
    if (isSecure) await until(() => accepts(port), { what: 'a socket', ...group });
    else await servedVersion(port, { version: 1, hasEnded: group.hasEnded });
  } catch (error) {
    await group.stop();
    throw new Error(`${tool.name} did not start: ${error.message}\n${group.output().trim()}`, { cause: error });
  }
  return { tool, app, port, ...group };
}

/** Asks on one connection, which is opened again when it was closed, until `version` answers. Rejects when it does not in time. */
export async function servedVersion(port, { version, hasEnded }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    await until(async () => (await askVersion(port, agent)) === version, { what: `version ${version}`, hasEnded });
  } finally {
    agent.destroy();
  }
}

async function until(isThere, { what, hasEnded }) {
  const deadline = performance.now() + PATIENCE;
  while (!(await isThere())) {
    if (hasEnded()) throw new Error('it has ended');
    if (performance.now() > deadline) throw new Error(`there was not ${what} within ${PATIENCE / 1000} s`);
    await delay(PAUSE);
  }
}

function askVersion(port, agent) {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/version', agent, timeout: 2000 }, (answer) => {
      let text = '';
      answer.setEncoding('latin1').on('data', (part) => (text += part));
      answer.once('end', () => resolve(Number(/^version (\d+) /.exec(text)?.[1])));
      answer.once('error', () => resolve(undefined));
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(undefined));
    asked.end();
  });
}
