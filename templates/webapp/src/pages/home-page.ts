import type { Entry } from '../guestbook.ts';
import { html, type Html } from '../html.ts';
import { layout } from './layout.ts';

/** The guestbook, with what was wrong with the last try to sign it. */
export function homePage(entries: readonly Entry[], problem?: string): Html {
  return layout('Home', html`    <h1>Welcome</h1>
    <form method="post">
      <label>Your name <input name="name" maxlength="100" required autofocus></label>
      <button>Sign the guestbook</button>
      ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    </form>
    <ul>${entries.map(({ name, at }) => html`<li>${name} <time datetime="${at.toISOString()}">${at.toLocaleTimeString()}</time></li>`)}</ul>`);
}
