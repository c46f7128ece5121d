import { Hono } from 'hono';

const app = new Hono();

app.get('/', (context) => context.text('Hello World!'));
app.get('/hello/:name', (context) => context.json({ greeting: `Hello ${context.req.param('name')}!` }));

export default app;
