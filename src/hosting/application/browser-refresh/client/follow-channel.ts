import type { ChannelMessage } from '../channel-message.ts';
import { REFRESH_CHANNEL_PATH } from '../refresh-paths.ts';
import type { ThisPage } from './this-page.ts';

/** Milliseconds until the next attempt: doubled with each that fails. */
const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 1000;

/**
 * Gives `receive` all that the channel carries, while the page can be seen: browsers have six connections for a host, and hidden
 * tabs must not use them up. What was missed comes when the page is seen again.
 */
export function followChannel(page: ThisPage, receive: (message: ChannelMessage) => void): void {
  const channel = new RefreshChannel(page, receive);
  const follow = (): void => (document.visibilityState === 'visible' ? channel.open() : channel.close());
  document.addEventListener('visibilitychange', follow);
  // The page may be kept as it is, and shown again.
  addEventListener('pagehide', () => channel.close());
  addEventListener('pageshow', follow);
  follow();
}

/** The page's end of the channel. */
class RefreshChannel {
  readonly #page: ThisPage;
  readonly #receive: (message: ChannelMessage) => void;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = FIRST_PAUSE;

  constructor(page: ThisPage, receive: (message: ChannelMessage) => void) {
    this.#page = page;
    this.#receive = receive;
  }

  open(): void {
    this.#pause = FIRST_PAUSE;
    if (!this.#source) this.#connect();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  #connect(): void {
    clearTimeout(this.#timer);
    const { generation, moment } = this.#page;
    const source = new EventSource(`${location.origin}${REFRESH_CHANNEL_PATH}?${new URLSearchParams({ generation, moment })}`);
    this.#source = source;
    source.addEventListener('message', ({ data, lastEventId }: MessageEvent<string>) => {
      this.#pause = FIRST_PAUSE;
      if (lastEventId !== '') this.#page.moment = lastEventId;
      this.#receive(JSON.parse(data) as ChannelMessage);
    });
    source.addEventListener('error', () => this.#retry(source));
  }

  /** By ourselves: browsers wait for seconds, and give up where a server has answered anything but 200. */
  #retry(source: EventSource): void {
    if (this.#source !== source) return;
    this.close();
    this.#timer = setTimeout(() => this.#connect(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }
}
