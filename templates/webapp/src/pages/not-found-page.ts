import { html, type Html } from '../html.ts';
import { layout } from './layout.ts';

export function notFoundPage(): Html {
  return layout('Not found', html`    <h1>Not found</h1>
    <p>There is nothing here. <a href="/">Home</a></p>`);
}
