// What one writes by hand on undici: dispatch, so that nothing is copied that need not be.
import { createServer } from 'node:http';
import { Pool } from 'undici';

const pool = new Pool(process.env.BACKEND, { connections: 64, pipelining: 1 });
const server = createServer((request, response) => {
  const headers = { ...request.headers, 'x-forwarded-for': request.socket.remoteAddress, 'x-forwarded-proto': 'http', 'x-forwarded-host': request.headers.host };
  delete headers.connection;
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  pool.stream({ path: request.url, method: request.method, headers, body: hasBody ? request : undefined }, ({ statusCode, headers: fields }) => {
    delete fields.connection;
    delete fields['keep-alive'];
    response.writeHead(statusCode, fields);
    return response;
  }).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
