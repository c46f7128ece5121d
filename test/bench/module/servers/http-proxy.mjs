import { Agent, createServer } from 'node:http';
import httpProxy from 'http-proxy';

const proxy = httpProxy.createProxyServer({ target: process.env.BACKEND, xfwd: true, agent: new Agent({ keepAlive: true, maxSockets: 256 }) });
const server = createServer((request, response) => proxy.web(request, response, undefined, () => response.destroy()));
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
