import { html, type Html } from '../html.ts';
import { layout } from './layout.ts';

export function aboutPage(environment: string): Html {
  return layout('About', html`    <h1>About</h1>
    <p>Pages are made in <code>src/pages</code>, files come from <code>wwwroot</code>.</p>
    <p>Environment: ${environment}</p>`);
}
