/** The exit code after a Ctrl+C. */
export const INTERRUPTED = 130;
