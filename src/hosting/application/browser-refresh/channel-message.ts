import type { RefreshMessage } from '../../../foundation/events/refresh-message.ts';

/**
 * What the channel carries, as JSON, one message an event. The id of an event, where it has one, is the moment that the page
 * has seen with it.
 */
export type ChannelMessage =
  /** The first message of each connection: who answers now. A page of another generation loads again. */
  | { readonly type: 'connected'; readonly generation: string; readonly editor: string; readonly root: string }
  | RefreshMessage;
