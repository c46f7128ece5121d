import { define } from './error-definition.ts';

/** 34xx: versions of an app that `mews watch` could not put in the place of the one before. */
export const watchErrors = {
  neverListens: define<{ seconds: number; wanted: string }>(
    'MEWS3401',
    ({ seconds, wanted }) => `The application does not listen: ${seconds} s after its start nothing serves ${wanted}.`,
    () => `Check what it waits for before it calls listen(), and whether it calls it at all; the next edit starts it again.`,
  ),
  appExited: define<{ exitCode: number }>(
    'MEWS3402',
    ({ exitCode }) => `The application has ended by itself (exit code ${exitCode}) and serves nothing.`,
    () => `If that was meant, there is nothing to do; an edit, or 'r' in the terminal, starts it again.`,
  ),
  appDied: define<{ exitCode: number; reason: string }>(
    'MEWS3405',
    ({ exitCode, reason }) => `The application has ended with exit code ${exitCode}: ${reason}.`,
    () => `Look at what it printed last; an edit, or 'r' in the terminal, starts it again.`,
  ),
  projectGone: define<{ folder: string }>(
    'MEWS3404',
    ({ folder }) => `The project's folder '${folder}' is gone.`,
    () => `The running version goes on; put the folder back, or press Ctrl+C.`,
  ),
};
