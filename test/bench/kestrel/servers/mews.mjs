// A WebApplication on server kestrel, as `node app.js` starts it: the library alone, no launcher. The app is named by the first argument.
import { CHUNK, filledChunk } from './chunk.mjs';
import { TEXT } from './text.mjs';

const { WebApplication, HttpMaxRequestBodySizeFeature } = await import('../../../../dist/index.js');

const PASS = (_context, next) => next();

const apps = {
  hello: (app) => app.use(PASS).mapGet('/', (context) => context.response.text(TEXT)),

  browser: (app) => app.use(PASS).mapGet('/', (context) => context.response.text(context.request.headers.get('accept-language') ?? '')),

  json: (app) =>
    app.use(PASS).mapPost('/', async (context) => {
      const { id, items } = await context.request.json();
      await context.response.json({ id, items: items.length });
    }),

  transfer: (app) =>
    app
      .mapGet('/', (context) => context.response.text(TEXT))
      .mapPost('/upload', async (context) => {
        liftBodyLimit(context);
        let bytes = 0;
        for await (const chunk of context.request.body) bytes += chunk.length;
        await context.response.text(String(bytes));
      })
      .mapPost('/slow-upload', async (context) => {
        liftBodyLimit(context);
        for await (const _chunk of context.request.body) await new Promise((resolve) => setTimeout(resolve, 20));
      })
      .mapGet('/download/:bytes', async (context) => {
        const bytes = Number(context.request.params.bytes);
        context.response.headers.set('Content-Length', bytes);
        for (let sent = 0; sent < bytes; sent += CHUNK) await context.response.write(filledChunk(bytes - sent));
      }),
};

/** Kestrel's limit is 30,000,000 bytes, unless the app says otherwise. */
function liftBodyLimit({ features }) {
  const feature = HttpMaxRequestBodySizeFeature && features.get(HttpMaxRequestBodySizeFeature);
  if (feature) feature.maxRequestBodySize = null;
}

// node:http sends no Server header either.
const app = WebApplication.create({ kestrel: (kestrel) => void (kestrel.addServerHeader = false) });
apps[process.argv[2]](app);
await app.start();
