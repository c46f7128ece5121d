import { fileURLToPath, pathToFileURL } from 'node:url';
import { endChild, startChild } from './children.mjs';
import { onServerCore } from './pinning.mjs';
import { cpuSeconds, openDescriptors, residentBytes } from './process-usage.mjs';

const library = new URL('../../../dist/', import.meta.url);
const control = new URL('./control.mjs', import.meta.url).href;
const serverFile = (name) => fileURLToPath(new URL(`./servers/${name}.mjs`, import.meta.url));

/** Variables that would lead a server astray. */
const ASTRAY = /^(PORT|HOST|NODE_ENV|NODE_OPTIONS|VITEST.*|MEWS_.*|ASPNETCORE_.*|DOTNET_.*|npm_.*)$/;

/** Milliseconds in which a server must listen. */
const PATIENCE = 20_000;

/**
 * Starts servers/<file>.mjs in a process of its own, on the servers' core. `hosted`: as an app that mews serves, under the
 * app host, with `settings` over the usual ones. The result has `url`, `cpu()` in seconds, `memory()` in bytes after a garbage
 * collection, `resident()` as it is, and `descriptors()`, how many it has open.
 */
export async function startServer({ name, file, args = [], env = {}, hosted = false, settings = {}, cwd }) {
  const imports = hosted ? ['--import', new URL('app-host.js', library).href] : [];
  const command = onServerCore([process.execPath, '--expose-gc', '--import', control, ...imports, serverFile(file), ...args]);
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !ASTRAY.test(variable)));
  const { child, said } = startChild(command, {
    env: { ...inherited, NODE_ENV: 'production', MEWS_URLS: 'http://127.0.0.1:0', ...env },
    ...(cwd && { cwd }),
    stdio: ['pipe', 'pipe', 'pipe', ...(hosted ? ['ipc'] : [])],
  });
  let collections = 0;
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  try {
    const url = hosted ? await hostApp(child, { said, entry: serverFile(file), over: settings }) : (await said(/listening on:? (https?:\S+)/i))[1];
    return {
      name,
      url,
      cpu: () => cpuSeconds(child.pid),
      resident: () => residentBytes(child.pid),
      descriptors: () => openDescriptors(child.pid),
      memory: async () => {
        child.stdin.write(`collect ${++collections}\n`);
        await said(new RegExp(`collected ${collections}\\n`));
        return residentBytes(child.pid);
      },
      stop: () => endChild(child),
    };
  } catch (error) {
    await endChild(child);
    throw new Error(`${name} did not start: ${error.message}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** What the launcher says to an app host, and what that answers; rejects when the process ends without. */
function hostApp(child, { said, entry, over }) {
  const settings = {
    urls: [{ value: 'http://127.0.0.1:0', from: 'the bench', isDefault: false }],
    server: 'kestrel',
    listen: 'profile',
    environment: 'Production',
    sourceEntry: entry,
    entry: pathToFileURL(entry).href,
    resolveMews: false,
    isDetailed: false,
    ...over,
  };
  child.send({ mews: { type: 'launch', settings } });
  const listens = new Promise((resolve) => {
    child.on('message', ({ mews: event }) => {
      if (event?.type === 'listening') resolve(event.addresses[0]);
    });
  });
  return Promise.race([listens, said(/(?!)/)]);
}

/** Starts `servers` one after the other, gives them to `work`, and stops all of them whatever happens. */
export async function withServers(servers, work) {
  const started = [];
  try {
    for (const server of servers) started.push(await startServer(server));
    return await work(started);
  } finally {
    await Promise.all(started.map((server) => server.stop()));
  }
}
