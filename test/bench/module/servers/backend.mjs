// The app behind all proxies: it costs as little as an answer can, for it is not what is measured. `hello`, or a body of so many octets.
import { createServer } from 'node:net';

const size = Number(process.argv[2] ?? 0);
const body = size > 0 ? Buffer.alloc(size, 'x') : Buffer.from('Hello World!');
const answer = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n`), body]);

const server = createServer({ noDelay: true }, (socket) => {
  let rest = '';
  socket.setEncoding('latin1').on('data', (text) => {
    rest += text;
    for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
      rest = rest.slice(end + 4);
      socket.write(answer);
    }
  });
  socket.on('error', () => {});
});
const path = process.env.BACKEND_PATH;
server.listen(path ? { path } : { port: 0, host: '127.0.0.1' }, () => console.log(`listening on http://127.0.0.1:${path ? 1 : server.address().port}`));
