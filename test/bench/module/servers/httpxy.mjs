import { Agent, createServer } from 'node:http';
import { createProxyServer } from 'httpxy';

const proxy = createProxyServer({ target: process.env.BACKEND, xfwd: true, agent: new Agent({ keepAlive: true, maxSockets: 256 }) });
const server = createServer((request, response) => void proxy.web(request, response).catch(() => response.destroy()));
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
