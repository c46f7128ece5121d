// node:http, doing what servers/mews.mjs does and no more. The app is named by the first argument.
import { createServer } from 'node:http';
import { TEXT, TEXT_TYPE } from './text.mjs';

const hasConnectionFields = process.env.CONNECTION_FIELDS !== 'no';

function send(response, { text, type = TEXT_TYPE }) {
  if (!hasConnectionFields) response.removeHeader('Connection');
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

const apps = {
  hello: (_request, response) => send(response, { text: TEXT }),

  browser: (request, response) => send(response, { text: request.headers['accept-language'] ?? '' }),

  json(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { id, items } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      send(response, { text: JSON.stringify({ id, items: items.length }), type: 'application/json; charset=utf-8' });
    });
  },
};

const server = createServer({ keepAliveTimeout: 130_000 }, apps[process.argv[2]]);
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
