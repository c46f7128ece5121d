import Fastify from 'fastify';
import { TEXT, TEXT_TYPE } from './text.mjs';

const app = Fastify({ keepAliveTimeout: 130_000 });
const hasConnectionFields = process.env.CONNECTION_FIELDS !== 'no';

app.get('/', async (_request, reply) => {
  if (!hasConnectionFields) reply.raw.removeHeader('Connection');
  reply.header('Content-Type', TEXT_TYPE);
  return TEXT;
});
console.log(`listening on ${await app.listen({ port: 0, host: '127.0.0.1' })}`);
