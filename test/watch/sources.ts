/** One app in each of the ways that there are: each answers `/` and, after half a second, `/slow` with its version. */
export const KINDS: readonly { readonly kind: string; readonly packages: readonly string[]; readonly main: string; readonly speaksTls?: true }[] = [
  {
    kind: 'a WebApplication',
    packages: [],
    main: `import { WebApplication } from 'mews';
import { version } from './version.ts';
const app = WebApplication.create();
app.mapGet('/', () => version);
app.mapGet('/slow', async () => { await new Promise((r) => setTimeout(r, 500)); return version; });
export default app;`,
    speaksTls: true,
  },
  {
    kind: 'a fetch app',
    packages: ['hono'],
    main: `import { Hono } from 'hono';
import { version } from './version.ts';
const app = new Hono();
app.get('/', (c) => c.text(version));
app.get('/slow', async (c) => { await new Promise((r) => setTimeout(r, 500)); return c.text(version); });
export default app;`,
    speaksTls: true,
  },
  {
    kind: 'a Node listener',
    packages: ['express'],
    main: `import express from 'express';
import { version } from './version.ts';
const app = express();
app.get('/', (_, res) => void res.send(version));
app.get('/slow', (_, res) => void setTimeout(() => res.send(version), 500));
export default app;`,
    speaksTls: true,
  },
  {
    kind: 'a program that listens by itself',
    packages: ['fastify'],
    main: `import fastify from 'fastify';
import { version } from './version.ts';
const app = fastify();
app.get('/', async () => version);
app.get('/slow', async () => { await new Promise((r) => setTimeout(r, 500)); return version; });
await app.listen({ port: 3000 });`,
  },
];

export function versionSource(version: number): string {
  return `export const version = 'v${version}';\n`;
}

/** A program in another language, of an Executable profile. */
export const PYTHON_APP = `
import os, http.server
VERSION = 'v0'
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = VERSION.encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`;
