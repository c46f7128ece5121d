import type { WatchWish } from '../watch/watch-host.ts';

/** What a key does while `mews watch` runs. */
export type KeyAction = WatchWish | 'clear' | 'quit' | 'help';

const CTRL_R = '\u0012';

const KEYS: ReadonlyMap<string, KeyAction> = new Map([
  ['r', 'restart'],
  [CTRL_R, 'restart'],
  ['o', 'open'],
  ['u', 'urls'],
  ['c', 'clear'],
  ['q', 'quit'],
  ['?', 'help'],
  ['h', 'help'],
]);

/** Undefined for a key that does nothing. */
export function actionOf(key: string): KeyAction | undefined {
  return KEYS.get(key.toLowerCase());
}

export const KEYS_HELP = `
  r  restart the app (Ctrl+R, too)
  o  open it in the browser
  u  print where it listens
  c  clear the terminal
  q  quit
  ?  this help`;
