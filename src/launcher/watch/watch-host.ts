import type { LaunchHost } from '../launch/launch-host.ts';

/** What the user may ask of a running watch. */
export type WatchWish = 'restart' | 'open' | 'urls';

/** What `mews watch` may touch of the world, beyond what a launch may. */
export interface WatchHost extends LaunchHost {
  /** Called once: `wish` is to be called whenever the user wants something. */
  readonly onWish: (wish: (wanted: WatchWish) => void) => void;
  /** The keyboard is the watch's own: the app gets no stdin. */
  readonly takesKeys: boolean;
}
