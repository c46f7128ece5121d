import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeModules } from '../big-app.mjs';

/** Modules of the app: with these, version.ts, answers.ts and its entry there are 200. */
const ROUTES = 197;

/** Milliseconds that `/slow` takes. */
export const SLOW = 1000;

const remaining = new Set();

process.on('exit', () => {
  for (const root of remaining) remove(root);
});

/**
 * The app that is edited: 200 TypeScript modules on fastify. `/version` answers `version <n> …`, `/slow` the same after a second.
 * It listens by itself, on PORT, with TLS when CERTIFICATE and KEY name files, and with HTTP/2 when PROTOCOL is `h2`; with `hosted`
 * it exports itself instead, and whoever runs it serves it.
 */
export function writeReloadApp({ hosted = false } = {}) {
  const { root, routes, write } = writeModules(ROUTES);
  write('src/version.ts', versionModule(1));
  write('src/answers.ts', answers(routes));
  write('src/app.ts', hosted ? HOSTED : LISTENING);
  remaining.add(root);
  return {
    root,
    /** Saves a file of the project as an editor does. */
    edit: (version) => writeFileSync(join(root, 'src/version.ts'), versionModule(version)),
    remove: () => {
      remaining.delete(root);
      remove(root);
    },
  };
}

function remove(root) {
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
}

const versionModule = (version) => `export const version: number = ${version};\n`;

/** A kilobyte each: an answer that was cut is seen. */
const answers = (routes) => `${routes.map((index) => `import { answer0 as answer${index} } from './routes/route-${index}.js';`).join('\n')}
import { version } from './version.js';

const routes: ReadonlyMap<string, (item: { id: number; name: string }) => string> = new Map([
${routes.map((index) => `  ['/route-${index}', answer${index}],`).join('\n')}
]);

export async function answer(path: string): Promise<string> {
  if (path === '/slow') await new Promise((resolve) => setTimeout(resolve, ${SLOW}));
  return routes.get(path)?.({ id: 1, name: path }) ?? \`version \${version} \${'.'.repeat(1000)}\`;
}
`;

const LISTENING = `import { readFileSync } from 'node:fs';
import Fastify, { type FastifyInstance } from 'fastify';
import { answer } from './answers.js';

const { CERTIFICATE, KEY, PORT, PROTOCOL } = process.env;
const https = CERTIFICATE && KEY ? { cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) } : undefined;
const options = { ...(https && { https }), ...(PROTOCOL === 'h2' && { http2: true }) };
const app = Fastify(options) as unknown as FastifyInstance;
app.get('/*', async (request) => answer(request.url));
await app.listen({ port: Number(PORT ?? 3000), host: '127.0.0.1' });
`;

const HOSTED = `import { answer } from './answers.js';

export default {
  fetch: async (request: Request): Promise<Response> => new Response(await answer(new URL(request.url).pathname)),
};
`;
