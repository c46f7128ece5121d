import { createServer } from 'node:http';
import fastProxy from 'fast-proxy';

const { proxy } = fastProxy({ base: process.env.BACKEND, undici: { connections: 64, pipelining: 1 } });
const server = createServer((request, response) => proxy(request, response, request.url, {}));
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
