import type { RefreshMessage } from '../../../foundation/events/refresh-message.ts';
import type { StatusReport } from '../../../foundation/events/status-report.ts';
import type { ChannelMessage } from './channel-message.ts';
import { PageHistory } from './page-history.ts';

/** Milliseconds between two signs of life: a peer that is gone without a word is noticed by them. */
const HEARTBEAT = 15_000;

export interface BrowserRefreshOptions {
  /** Names this version of the app: pages that another one has made load again. */
  readonly generation: string;
  /** Called once for each reason why pages cannot be refreshed. */
  readonly warn: (text: string) => void;
  /** The scheme of links that open a place in an editor: `vscode`, `vscode-insiders`, `cursor`, `windsurf` … Default `vscode`. */
  readonly editor?: string;
  /** Folder of the project: files in it are shown relative to it. Default: files are shown as they are. */
  readonly root?: string;
}

/** A page that listens to the channel. */
export interface OpenPage {
  send(text: string): void;
  /** Ends the channel in an orderly way: the page connects again. */
  end(): void;
}

/** What a page says of itself when it connects. A page that has been told nothing says nothing. */
export interface PagePosition {
  readonly generation: string | undefined;
  readonly moment: number;
}

/** The server's end of the refresh channel of one version of the app: all its open pages. */
export class BrowserRefresh {
  readonly generation: string;
  readonly editor: string;
  readonly root: string;
  readonly #warn: (text: string) => void;
  readonly #warnedOf = new Set<string>();
  readonly #history = new PageHistory();
  readonly #pages = new Set<OpenPage>();
  #heartbeat: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor({ generation, warn, editor = 'vscode', root = '' }: BrowserRefreshOptions) {
    this.generation = generation;
    this.editor = editor;
    this.root = root;
    this.#warn = warn;
  }

  /** Pages that listen now. Hidden ones do not: they ask when they are looked at. */
  get openPages(): number {
    return this.#pages.size;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** How many changes pages have been told of; see `PagePosition`. */
  get moment(): number {
    return this.#history.moment;
  }

  /** The report that pages show, if any. */
  get report(): StatusReport | undefined {
    return this.#history.shown?.report;
  }

  /** Tells all open pages, and those that connect later what then still holds. */
  send(message: RefreshMessage): void {
    this.#history.note(message);
    for (const page of this.#pages) page.send(this.#event(message));
  }

  /** Ends all channels; pages connect again, to the next version. What comes to this one from now on is turned away. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    for (const page of this.#pages) page.end();
    this.#pages.clear();
  }

  /** Tells `page` all that it must know, from now on; ends it at once when closed. What is returned ends that, too. */
  connect(page: OpenPage, position: PagePosition): () => void {
    if (this.#isClosed) {
      page.end();
      return () => {};
    }
    const { generation, editor, root } = this;
    page.send(this.#event({ type: 'connected', generation, editor, root }));
    // A page of another version loads again whatever has happened.
    const since = position.generation === generation ? position.moment : this.moment;
    for (const message of this.#history.since(since)) page.send(this.#event(message));
    this.#pages.add(page);
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT).unref();
    return () => void this.#pages.delete(page);
  }

  /** `cause` names what is wrong: it is told once. */
  warnOnce(cause: string, text: string): void {
    if (this.#warnedOf.has(cause)) return;
    this.#warnedOf.add(cause);
    this.#warn(text);
  }

  #beat(): void {
    for (const page of this.#pages) page.send(':\n\n');
  }

  /** JSON has no line ends: one field of data is enough. */
  #event(message: ChannelMessage): string {
    const id = message.type === 'connected' ? '' : `id: ${this.moment}\n`;
    return `${id}data: ${JSON.stringify(message)}\n\n`;
  }
}
