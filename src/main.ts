import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { MewsError, mewsError } from './foundation/errors/mews-error.ts';
import { asksForJson } from './launcher/cli/command-line.ts';
import { honourNoColor } from './launcher/cli/colours.ts';
import { runProgram } from './launcher/cli/program.ts';
import { renderError } from './launcher/cli/render-error.ts';

/** Milliseconds in which a package manager passes on the Ctrl+C that its terminal has sent to all its processes: it is the same one. */
const ECHO = 250;

/** The CLI's door: the only file of the launcher that touches argv, environment, signals, standard streams and the exit code. */
export async function main(): Promise<void> {
  const mewsRoot = dirname(dirname(fileURLToPath(import.meta.url)));
  const argv = process.argv.slice(2);
  const cwd = currentFolder();
  const exitCode = { value: 0 };
  honourNoColor(process.env);
  process.stdout.on('error', ignoreBrokenPipe);
  process.stderr.on('error', ignoreBrokenPipe);
  process.on('uncaughtException', (error) => {
    reportFailure(error, { argv, cwd });
    process.exit(1);
  });
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
    reportFailure(error, { argv, cwd });
    process.exitCode = 1;
  }
}

/** A failure the user can act on is told as such; anything else is a defect of ours, told with its stack. */
function reportFailure(error: unknown, { argv, cwd }: { readonly argv: readonly string[]; readonly cwd: string }): void {
  const failure = error instanceof MewsError ? error : mewsError('unexpectedFailure', { error: String(error) });
  if (asksForJson(argv)) process.stdout.write(`${JSON.stringify({ type: 'error', error: failure })}\n`);
  else process.stderr.write(`${renderError(failure.toJSON(), cwd)}\n`);
  if (failure !== error) process.stderr.write(`${error instanceof Error ? error.stack : inspect(error)}\n`);
}

/** A reader that went away (`mews profiles | head -1`) is no failure of ours. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** A folder that was deleted under the shell has its name left. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return process.env['PWD'] ?? '/';
  }
}

function readVersion(mewsRoot: string): string {
  const { version } = JSON.parse(readFileSync(`${mewsRoot}/package.json`, 'utf8')) as { version: string };
  return version;
}

/** Ctrl+C or a termination once asks, twice insists. A closed terminal (SIGHUP) asks as SIGTERM does. */
function listenForSignals(): { graceful: AbortSignal; now: AbortSignal } {
  const graceful = new AbortController();
  const now = new AbortController();
  const isEchoed = process.stdin.isTTY && process.env['npm_lifecycle_event'] !== undefined;
  let askedAt = 0;
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (!graceful.signal.aborted) {
      askedAt = performance.now();
      graceful.abort(signal);
    } else if (!isEchoed || performance.now() - askedAt > ECHO) now.abort(signal);
  };
  process.on('SIGINT', () => onSignal('SIGINT'));
  process.on('SIGTERM', () => onSignal('SIGTERM'));
  if (constants.signals.SIGHUP) process.on('SIGHUP', () => onSignal('SIGTERM'));
  return { graceful: graceful.signal, now: now.signal };
}

void main();
