import { WebApplication } from 'mews';

/** The app with its routes. Nothing listens yet: main.ts starts it, tests start one of their own. */
export function createApp(): WebApplication {
  const app = WebApplication.create();

  app.mapGet('/', () => 'Hello World!');

  return app;
}
