import { Agent, createServer } from 'node:http';
import { createProxyServer } from 'http-proxy-3';

const proxy = createProxyServer({ target: process.env.BACKEND, xfwd: true, agent: new Agent({ keepAlive: true, maxSockets: 256 }) });
proxy.on('error', () => {});
const server = createServer((request, response) => proxy.web(request, response));
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
