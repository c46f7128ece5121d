// srvx, serving the fetch app named by the first argument.
import { serve } from 'srvx';

const { default: app } = await import(`./${process.argv[2]}.mjs`);
const server = serve({ fetch: (request) => app.fetch(request), port: 0, hostname: '127.0.0.1', silent: true });
await server.ready();
console.log(`listening on ${server.url}`);
