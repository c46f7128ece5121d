import { WebApplication } from 'mews';
import { Problem, withProblemDetails } from './problem.ts';
import { readJson } from './read-json.ts';
import { TodoStore } from './todo-store.ts';
import { readTodo } from './todo.ts';

/** The API with its routes. Nothing listens yet: main.ts starts it, tests start one of their own. */
export function createApp(todos = new TodoStore()): WebApplication {
  const app = WebApplication.create();

  app.use(withProblemDetails);

  app.mapGet('/todos', ({ request }) => {
    const done = request.query.get('done');
    return done === null ? todos.all() : todos.all().filter((todo) => String(todo.done) === done);
  });

  app.mapGet('/todos/:id', ({ request }) => todos.find(request.params['id']) ?? noSuchTodo());

  app.mapPost('/todos', async ({ request }) => {
    const todo = todos.add(readTodo(await readJson(request)));
    return Response.json(todo, { status: 201, headers: { location: `/todos/${todo.id}` } });
  });

  app.mapPut('/todos/:id', async ({ request }) => todos.replace(request.params['id'], readTodo(await readJson(request))) ?? noSuchTodo());

  app.mapDelete('/todos/:id', ({ request }) => (todos.remove(request.params['id']) ? new Response(null, { status: 204 }) : noSuchTodo()));

  app.fallback(() => {
    throw new Problem(404, 'There is nothing at this address.');
  });

  return app;
}

function noSuchTodo(): never {
  throw new Problem(404, 'There is no such todo.');
}
