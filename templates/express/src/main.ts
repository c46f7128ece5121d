import express from 'express';

const app = express();

app.get('/', (_request, response) => {
  response.send('Hello World!');
});
app.get('/hello/:name', (request, response) => {
  response.json({ greeting: `Hello ${request.params.name}!` });
});

export default app;
