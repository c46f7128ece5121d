import type { RefreshMessage } from '../../../foundation/events/refresh-message.ts';

/** What open pages have been told, so that one which was not there hears it when it comes. Moments count from 0. */
export class PageHistory {
  #moment = 0;
  #reloadedAt = 0;
  readonly #stylesChangedAt = new Map<string, number>();
  #shown: Extract<RefreshMessage, { type: 'showReport' }> | undefined;

  /** How many changes there have been: a page that is made now shows them all. */
  get moment(): number {
    return this.#moment;
  }

  /** The report that pages show. */
  get shown(): Extract<RefreshMessage, { type: 'showReport' }> | undefined {
    return this.#shown;
  }

  note(message: RefreshMessage): void {
    switch (message.type) {
      case 'reload':
        this.#reloadedAt = ++this.#moment;
        return;
      case 'updateStyles':
        this.#moment++;
        for (const path of message.paths) this.#stylesChangedAt.set(path, this.#moment);
        return;
      case 'showReport':
        this.#shown = message;
        return;
      case 'clearReport':
        this.#shown = undefined;
        return;
      default:
        message satisfies never;
    }
  }

  /** What a page has missed since `moment`. The report comes with it in any case: the page may show one that is over. */
  since(moment: number): RefreshMessage[] {
    return [...this.#changesSince(moment), this.#shown ?? { type: 'clearReport' }];
  }

  #changesSince(moment: number): RefreshMessage[] {
    if (moment < this.#reloadedAt) return [{ type: 'reload' }];
    const paths = [...this.#stylesChangedAt].filter(([, changedAt]) => changedAt > moment).map(([path]) => path);
    return paths.length === 0 ? [] : [{ type: 'updateStyles', paths }];
  }
}
