import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { runMews } from '../support/run-mews.ts';
import { tempProject, type TempProject } from '../support/temp-project.ts';
import { watchMews, type WatchingMews } from '../support/watch-mews.ts';
import { editUnderLoad } from './edit-under-load.ts';
import { KINDS, versionSource } from './sources.ts';

const EDITS = 2;

async function watchOverTls(main: string, packages: readonly string[]): Promise<{ project: TempProject; watching: WatchingMews }> {
  const project = await tempProject({ 'package.json': { name: 'app', type: 'module' }, 'src/main.ts': main, 'src/version.ts': versionSource(0) });
  project.install(...packages);
  const env = { MEWS_DEV_CERTS_DIRECTORY: project.path('certificates') };
  await runMews(['dev-certs', 'https'], { cwd: project.root, env });
  return { project, watching: await watchMews(project, ['--urls', `https://localhost:${await freePort()}`], { env }) };
}

test.each(KINDS.filter(({ speaksTls }) => speaksTls))('$kind over TLS is replaced under load: nothing refused, cut or stale', async ({ main, packages }) => {
  const { watching } = await watchOverTls(main, packages);
  const { failures, stale } = await editUnderLoad(watching, EDITS);
  expect({ failures, stale }).toEqual({ failures: [], stale: 0 });
});

test('HTTP/2: no stream is refused or reset, and none is answered by the wrong version', async () => {
  const { watching } = await watchOverTls(KINDS[0]?.main ?? '', []);
  const failures: string[] = [];
  const stopping = new AbortController();
  let [newest, stale] = [-1, 0];
  const client = async (): Promise<void> => {
    let session: ClientHttp2Session | undefined;
    while (!stopping.signal.aborted) {
      session = usable(session) ?? connectHttp2(watching.url, { rejectUnauthorized: false }).on('error', () => {});
      const sentAfter = newest;
      const version = await ask(session).catch((error: unknown) => void failures.push(String(error)));
      if (version === undefined) continue;
      if (version < sentAfter) stale++;
      newest = Math.max(newest, version);
    }
    session?.destroy();
  };
  const clients = Array.from({ length: 3 }, client);
  for (let edit = 1; edit <= EDITS; edit++) {
    watching.edit('src/version.ts', versionSource(edit));
    await watching.nth('swapped', edit);
    await expect.poll(() => newest, { timeout: 20_000 }).toBeGreaterThanOrEqual(edit);
  }
  stopping.abort();
  await Promise.all(clients);
  expect({ failures, stale }).toEqual({ failures: [], stale: 0 });
});

/** A client that was told GOAWAY opens another connection. */
function usable(session: ClientHttp2Session | undefined): ClientHttp2Session | undefined {
  return session && !session.closed && !session.destroyed ? session : undefined;
}

function ask(session: ClientHttp2Session): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const stream = session.request({ ':path': '/' });
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    stream.on('end', () => resolve(Number(text.slice(1)))).on('error', reject);
    stream.end();
  });
}
