import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChild, startChild } from '../kestrel/children.mjs';
import { onLoadCore, onServerCore } from '../kestrel/pinning.mjs';
import { cpuSeconds } from '../kestrel/process-usage.mjs';
import { startServer } from '../kestrel/server-process.mjs';

/** The file of a server of this bench, as startServer takes it. */
const file = (name) => `../../module/servers/${name}`;

/** The app behind the proxies, on the core of the load. `size`: octets of its answer; 0: hello. */
export async function startBackend(size = 0) {
  const command = onLoadCore([process.execPath, new URL('./servers/backend.mjs', import.meta.url).pathname, String(size)]);
  const { child, said } = startChild(command);
  const [, url] = await said(/listening on (http:\S+)/);
  return { url, stop: () => endChild(child) };
}

/** The hosting module's front, as mews starts it. */
export function startFront(backend) {
  const { port } = new URL(backend);
  const module = { role: 'front', applicationPath: '/', token: 'a-token-of-the-usual-length-000000000', upstreams: [{ place: { port: Number(port) }, isStarting: false }], requestTimeout: 120_000, isDetailed: false, isWatched: false };
  return startServer({ name: 'mews', file: file('backend'), hosted: true, settings: { module } });
}

export function startProxy(name, backend) {
  return name === 'nginx' ? startNginx(backend) : startServer({ name, file: file(name), env: { BACKEND: backend } });
}

/** One process, so that it is all of nginx. */
async function startNginx(backend) {
  const folder = mkdtempSync(join(tmpdir(), 'mews-bench-'));
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), nginxConfiguration({ folder, port, backend: new URL(backend).host }));
  const { child } = startChild(onServerCore(['nginx', '-p', folder, '-c', join(folder, 'nginx.conf')]));
  const url = `http://127.0.0.1:${port}`;
  await answers(url);
  const stop = async () => {
    await endChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  return { name: 'nginx', url, cpu: () => cpuSeconds(child.pid), stop };
}

function nginxConfiguration({ folder, port, backend }) {
  return `daemon off; master_process off; worker_processes 1; error_log stderr crit; pid ${folder}/pid;
events { worker_connections 1024; }
http {
  access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  keepalive_requests 100000000;
  upstream app { server ${backend}; keepalive 256; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://app; proxy_http_version 1.1; proxy_buffering on;
      proxy_set_header Connection ""; proxy_set_header Host $http_host; proxy_set_header MS-ASPNETCORE-TOKEN "a-token-of-the-usual-length-000000000";
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $http_host;
    }
  }
}
`;
}

async function answers(url) {
  for (let attempt = 0; ; attempt++) {
    try {
      return void (await (await fetch(url)).arrayBuffer());
    } catch (error) {
      if (attempt > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
