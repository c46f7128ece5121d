/** The script that pages load. Constant, so that a page from a cache stays valid: what changes comes through the channel. */
export const REFRESH_SCRIPT_PATH = '/_framework/mews-refresh.js';

/** Where the script hears what happens (server-sent events, HTML standard section 9.2). */
export const REFRESH_CHANNEL_PATH = '/_framework/mews-refresh';
