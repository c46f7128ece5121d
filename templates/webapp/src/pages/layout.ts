import { html, type Html } from '../html.ts';

/** What all pages have around what is their own. */
export function layout(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} - Acme.Site</title>
  <link rel="stylesheet" href="/css/site.css">
  <link rel="icon" href="/favicon.svg">
</head>
<body>
  <header>
    <a class="brand" href="/">Acme.Site</a>
    <nav><a href="/">Home</a> <a href="/about">About</a></nav>
  </header>
  <main>
${content}
  </main>
</body>
</html>
`;
}
