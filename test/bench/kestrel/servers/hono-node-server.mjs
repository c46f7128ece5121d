// @hono/node-server, serving the fetch app named by the first argument.
import { serve } from '@hono/node-server';

const { default: app } = await import(`./${process.argv[2]}.mjs`);
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`listening on http://127.0.0.1:${port}`));
