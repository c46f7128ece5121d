import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { isatty as isTerminal } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { MewsError, mewsError } from './foundation/errors/mews-error.ts';
import { asksForJson } from './launcher/cli/command-line.ts';
import type { StopSignals } from './launcher/launch/stop-signals.ts';
import { honourNoColor } from './launcher/cli/colours.ts';
import { runProgram } from './launcher/cli/program.ts';
import { renderError } from './launcher/cli/render-error.ts';

const STDIN = 0;
const STDERR = 2;
const CTRL_C = '\u0003';

/** Milliseconds in which a package manager passes on the Ctrl+C that its terminal has sent to all its processes: it is the same one. */
const ECHO = 250;

/** The CLI's door: the only file of the launcher that touches argv, environment, signals, standard streams and the exit code. */
async function main(): Promise<void> {
  const mewsRoot = dirname(dirname(fileURLToPath(import.meta.url)));
  const argv = process.argv.slice(2);
  const cwd = currentFolder();
  const exitCode = { value: 0 };
  honourNoColor(process.env);
  const out = writer(() => process.stdout);
  const err = writer(() => process.stderr);
  const reportFailure = (error: unknown): void => tellFailure(error, { json: asksForJson(argv), cwd, out, err });
  process.on('uncaughtException', (error) => {
    reportFailure(error);
    process.exit(1);
  });
  const { stop, interrupt } = listenForSignals();
  try {
    process.exitCode = await runProgram(argv, {
      version: readVersion(mewsRoot),
      mewsRoot,
      cwd,
      env: process.env,
      stop,
      out,
      err,
      isTty: isTerminal(STDIN) && isTerminal(STDERR),
      ...(isTerminal(STDIN) && isTerminal(STDERR) && { keyboard: { listen: (onKey) => readKeys(onKey, interrupt), interrupt } }),
      exitCode,
    });
  } catch (error) {
    reportFailure(error);
    process.exitCode = 1;
  }
}

interface FailureContext {
  readonly json: boolean;
  readonly cwd: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** A failure the user can act on is told as such; anything else is a defect of ours, told with its stack. */
function tellFailure(error: unknown, { json, cwd, out, err }: FailureContext): void {
  const failure = error instanceof MewsError ? error : mewsError('unexpectedFailure', { error: String(error) });
  if (json) out(`${JSON.stringify({ type: 'error', error: failure })}\n`);
  else err(`${renderError(failure.toJSON(), cwd)}\n`);
  if (failure !== error) err(`${error instanceof Error ? error.stack : inspect(error)}\n`);
}

/** Opening a standard stream costs milliseconds, which are not spent before there is something to say. */
function writer(open: () => NodeJS.WriteStream): (text: string) => void {
  let stream: NodeJS.WriteStream | undefined;
  return (text) => {
    stream ??= open().on('error', ignoreBrokenPipe);
    stream.write(text);
  };
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
function listenForSignals(): { stop: StopSignals; interrupt: () => void } {
  const graceful = new AbortController();
  const now = new AbortController();
  const isEchoed = isTerminal(STDIN) && process.env['npm_lifecycle_event'] !== undefined;
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
  return { stop: { graceful: graceful.signal, now: now.signal }, interrupt: () => onSignal('SIGINT') };
}

/** Key by key, without an echo. The terminal is as it was when the process ends, and Ctrl+C is what it always is. */
function readKeys(onKey: (key: string) => void, interrupt: () => void): void {
  process.stdin.setRawMode(true).setEncoding('utf8').unref();
  process.once('exit', () => process.stdin.setRawMode(false));
  process.stdin.on('data', (keys: string) => {
    for (const key of keys) {
      if (key === CTRL_C) interrupt();
      else onKey(key);
    }
  });
}

void main();
