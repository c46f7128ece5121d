import { connect, createServer } from 'node:net';

const { port } = new URL(process.env.BACKEND);
const server = createServer((client) => {
  const backend = connect({ port: Number(port), host: '127.0.0.1', noDelay: true });
  client.setNoDelay().pipe(backend).pipe(client);
  for (const [one, other] of [[client, backend], [backend, client]]) one.on('error', () => other.destroy()).on('close', () => other.destroy());
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
