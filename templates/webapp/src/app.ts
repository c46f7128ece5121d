import { WebApplication } from 'mews';
import { Guestbook } from './guestbook.ts';
import { aboutPage } from './pages/about-page.ts';
import { homePage } from './pages/home-page.ts';
import { notFoundPage } from './pages/not-found-page.ts';

/** The app with its pages. Nothing listens yet: main.ts starts it, tests start one of their own. */
export function createApp(guestbook = new Guestbook()): WebApplication {
  const app = WebApplication.create();

  app.useStaticFiles();

  app.mapGet('/', () => page(homePage(guestbook.entries())));

  app.mapPost('/', async ({ request }) => {
    const form = new URLSearchParams(await request.text());
    const problem = guestbook.sign(form.get('name') ?? '');
    return problem === undefined ? new Response(null, { status: 303, headers: { location: '/' } }) : page(homePage(guestbook.entries(), problem), 400);
  });

  app.mapGet('/about', () => page(aboutPage(app.environment)));

  app.fallback(() => page(notFoundPage(), 404));

  return app;
}

function page(content: { toString(): string }, status = 200): Response {
  return new Response(String(content), { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
