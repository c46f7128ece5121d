import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MewsError } from './foundation/errors/mews-error.ts';
import { runProgram } from './launcher/cli/program.ts';
import { renderError } from './launcher/cli/render-error.ts';

/** The CLI's door: the only file of the launcher that touches argv, environment, signals, standard streams and the exit code. */
export async function main(): Promise<void> {
  const mewsRoot = dirname(dirname(fileURLToPath(import.meta.url)));
  const argv = process.argv.slice(2);
  const cwd = process.cwd();
  const exitCode = { value: 0 };
  process.stdout.on('error', ignoreBrokenPipe);
  process.stderr.on('error', ignoreBrokenPipe);
  try {
    process.exitCode = await runProgram(argv, {
      version: readVersion(mewsRoot),
      mewsRoot,
      cwd,
      env: process.env,
      stop: listenForSignals(),
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      isTty: process.stderr.isTTY && process.stdin.isTTY,
      exitCode,
    });
  } catch (error) {
    if (!(error instanceof MewsError)) throw error;
    if (argv.includes('json')) process.stdout.write(`${JSON.stringify({ type: 'error', error })}\n`);
    else process.stderr.write(`${renderError(error.toJSON(), cwd)}\n`);
    process.exitCode = 1;
  }
}

/** A reader that went away (`mews profiles | head -1`) is no failure of ours. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function readVersion(mewsRoot: string): string {
  const { version } = JSON.parse(readFileSync(`${mewsRoot}/package.json`, 'utf8')) as { version: string };
  return version;
}

/** Ctrl+C or a termination once asks, twice insists. A closed terminal (SIGHUP) asks as SIGTERM does. */
function listenForSignals(): { graceful: AbortSignal; now: AbortSignal } {
  const graceful = new AbortController();
  const now = new AbortController();
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (graceful.signal.aborted) now.abort(signal);
    else graceful.abort(signal);
  };
  process.on('SIGINT', () => onSignal('SIGINT'));
  process.on('SIGTERM', () => onSignal('SIGTERM'));
  if (constants.signals.SIGHUP) process.on('SIGHUP', () => onSignal('SIGTERM'));
  return { graceful: graceful.signal, now: now.signal };
}

await main();
