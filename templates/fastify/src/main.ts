import fastify from 'fastify';

const app = fastify();

app.get('/', async () => 'Hello World!');
app.get<{ Params: { name: string } }>('/hello/:name', async ({ params }) => ({ greeting: `Hello ${params.name}!` }));

export default app;
