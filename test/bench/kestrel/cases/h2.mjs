import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCertificate } from '../certificate.mjs';
import { answerOverHttp2 } from '../http2-answer.mjs';
import { h2load } from '../h2load.mjs';
import { compare, measureRounds } from '../paired.mjs';
import { headerDifferences } from '../request.mjs';
import { withServers } from '../server-process.mjs';
import { hasTool } from '../tool.mjs';

const what = 'HTTP/2 over TLS: mews / node:http2';
/** Requests of the slice that tells how many make a slice of the wanted length. */
const PROBE = 2000;

/** The hello app on an https endpoint of appsettings.json, against node:http2's compatibility server with the same certificate. */
export async function run({ rounds, seconds }) {
  if (!hasTool('h2load')) return [{ what, skipped: 'h2load (nghttp2-client) is not installed' }];
  const folder = mkdtempSync(join(tmpdir(), 'mews-bench-h2-'));
  try {
    const { certificate, key } = await writeCertificate(folder);
    writeFileSync(join(folder, 'appsettings.json'), JSON.stringify(settings({ Path: certificate, KeyPath: key })));
    const servers = [
      { name: 'mews', file: 'mews', args: ['hello'], cwd: folder, env: { MEWS_URLS: '' } },
      { name: 'node:http2', file: 'node-http2', env: { CERTIFICATE: certificate, KEY: key } },
    ];
    return [await withServers(servers, (started) => measureH2(started, { rounds, seconds }))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const settings = (certificate) => ({ Kestrel: { Endpoints: { Https: { Url: 'https://127.0.0.1:0', Protocols: 'Http1AndHttp2', Certificate: certificate } } } });

async function measureH2(servers, { rounds, seconds }) {
  const plain = servers.find(({ url }) => !url.startsWith('https:'));
  if (plain) return { what, failures: [`${plain.name} listens on ${plain.url}: it has no https endpoint (yet)`] };
  const answers = await Promise.all(servers.map(({ url }) => answerOverHttp2(url)));
  const differences = headerDifferences(...answers);
  const [ours, theirs] = await measureRounds(servers, { load: loader(), rounds, seconds });
  const { rates, cpu, failures, notes } = compare(ours, theirs);
  return { what, values: rates, cpu, target: 1, failures, notes: differences.length ? [...notes, `header fields differ: ${differences.join('; ')}`] : notes };
}

/** h2load is given a number of requests, not a time: each server's last rate says how many make one. */
function loader() {
  const rates = new Map();
  return async ({ url }, time) => {
    const rate = rates.get(url);
    const result = await h2load({ url, requests: rate ? Math.max(PROBE, Math.round(rate * time)) : PROBE });
    rates.set(url, result.requests / result.seconds);
    return result;
  };
}
