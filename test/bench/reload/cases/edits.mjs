import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { writeCertificate } from '../../kestrel/certificate.mjs';
import { printCountHead, printCounts } from '../count-table.mjs';
import { writeReloadApp } from '../reload-app.mjs';
import { startTool } from '../start-tool.mjs';

/** With TLS, the app speaks HTTP/1.1 or HTTP/2. */
export const PROTOCOLS = ['http', 'https', 'h2'];
const EDITS = 30;
const QUICK_EDITS = 2;
/** Milliseconds in which a saved version must answer under load; a tool that has lost an edit gets the next one. */
const PATIENCE = 30_000;
/** Milliseconds of load before the first edit, after the last one, and from an answer to the next edit: never the same. */
const AROUND = 1500;
const pauseAfter = (edit) => 200 + ((edit * 137) % 600);

/** What the clients of an app notice of 30 edits: nothing, is the target. Prints its own table, a line for each tool and protocol. */
export async function run({ tools, protocols, isQuick }) {
  const certificates = mkdtempSync(join(tmpdir(), 'mews-bench-certificate-'));
  try {
    const certificate = await writeCertificate(certificates);
    const failures = [];
    printCountHead();
    for (const protocol of protocols) {
      for (const tool of tools) {
        const name = `${tool.name}, ${protocol}`;
        try {
          const counts = await measure(tool, { protocol, certificate, folder: certificates, edits: isQuick ? QUICK_EDITS : EDITS });
          printCounts({ name, counts, hasTarget: tool.key === 'mews' });
        } catch (error) {
          failures.push({ what: name, failures: [error.message] });
        }
      }
    }
    return failures;
  } finally {
    rmSync(certificates, { recursive: true, force: true });
  }
}

async function measure(tool, { protocol, certificate, folder, edits }) {
  // mews serves the app over TLS itself, with the development certificate; the others' apps must do it, with the same one.
  const isHosted = tool.hosts === true && protocol !== 'http';
  const app = writeReloadApp({ hosted: isHosted });
  const secure = { CERTIFICATE: certificate.certificate, KEY: certificate.key, PROTOCOL: protocol };
  const env = protocol === 'http' ? {} : isHosted ? { MEWS_DEV_CERTS_DIRECTORY: folder } : secure;
  let running;
  try {
    running = await startTool(tool, { app, env, isSecure: protocol !== 'http', isHosted });
    return await editUnderLoad(running, { protocol, edits });
  } finally {
    await running?.stop();
    app.remove();
  }
}

async function editUnderLoad({ app, port }, { protocol, edits }) {
  const load = startLoad(port, protocol);
  let seen = 0;
  try {
    if (!(await load.seen(1, PATIENCE))) throw new Error('the app does not answer');
    load.begin();
    await delay(AROUND);
    for (let edit = 1; edit <= edits; edit++) {
      app.edit(edit + 1);
      if (await load.seen(edit + 1, PATIENCE)) seen++;
      await delay(pauseAfter(edit));
    }
    await delay(AROUND);
    return { ...(await load.stop()), seen, edits };
  } finally {
    load.end();
  }
}

function startLoad(port, protocol) {
  const child = fork(fileURLToPath(new URL('../load/edit-load.mjs', import.meta.url)), [String(port), protocol]);
  let newest = 0;
  let look = () => undefined;
  let counted;
  const counts = new Promise((resolve, reject) => {
    counted = resolve;
    child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
  });
  // Nobody may be waiting for it yet.
  counts.catch(() => undefined);
  child.on('message', (message) => {
    if (message.type === 'counts') return counted(message.counts);
    newest = message.version;
    look();
  });
  return {
    /** Whether a version, or a later one, has answered within so many milliseconds. */
    seen: (version, patience) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), patience);
        look = () => {
          if (newest < version) return;
          clearTimeout(timer);
          resolve(true);
        };
        look();
      }),
    begin: () => child.send('begin'),
    stop: () => {
      child.send('stop');
      return counts;
    },
    end: () => child.kill('SIGKILL'),
  };
}
