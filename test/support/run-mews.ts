import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const mewsBin = fileURLToPath(new URL('../../bin/mews.js', import.meta.url));

/** A mews that was started as a user starts it. Ended, with all its app started, when the test ends. */
export interface RunningMews {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Events of `--format json`, in order. */
  readonly events: () => readonly MewsJsonEvent[];
  /** Resolves with the first event of a type (`--format json`); rejects, with all that was printed, when mews ends before. */
  readonly event: (type: string) => Promise<MewsJsonEvent>;
  /** Resolves with what `look` finds, which is asked whenever something was printed; rejects when mews ends before. */
  readonly eventually: <T>(look: () => T | undefined) => Promise<T>;
  /** Resolves with the match once stderr has it; rejects, with all that was printed, when mews ends before. */
  readonly said: (text: RegExp) => Promise<RegExpExecArray>;
  /** The same for stdout, which belongs to the app. */
  readonly printed: (text: RegExp) => Promise<RegExpExecArray>;
  /** Writes to the stdin of mews (`stdin: 'pipe'`) and ends it. */
  readonly type: (text: string) => void;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly exited: Promise<MewsExit>;
}

export interface MewsJsonEvent {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface MewsExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface MewsOptions {
  readonly cwd?: string;
  /** Over a shell environment that knows nothing of ports, URLs and environments. */
  readonly env?: Record<string, string | undefined>;
  readonly stdin?: 'ignore' | 'pipe';
}

/** What mews keeps for the user is none of this test run's. */
const mewsHome = mkdtempSync(join(tmpdir(), 'mews-test-home-'));
afterAll(() => rmSync(mewsHome, { recursive: true, force: true, maxRetries: 3 }));

/** The environment of this test run without whatever would lead a launch astray. */
export function cleanEnvironment(): Record<string, string | undefined> {
  const astray = /^(PORT|HOST|NODE_ENV|NODE_OPTIONS|FORCE_COLOR|CI|VITEST.*|MEWS_.*|ASPNETCORE_.*|DOTNET_.*|npm_.*)$/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !astray.test(name))), MEWS_HOME: mewsHome };
}

/** Starts `mews <args>` from bin/mews.js. */
export function startMews(args: readonly string[], options: MewsOptions = {}): RunningMews {
  const child = spawn(process.execPath, [mewsBin, ...args], {
    cwd: options.cwd ?? repository,
    env: { ...cleanEnvironment(), NO_COLOR: '1', ...options.env },
    stdio: [options.stdin ?? 'ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  const notify = (): void => {
    for (const watcher of watchers) watcher();
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    notify();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    notify();
  });
  let ended = false;
  const exited = new Promise<MewsExit>((resolve) => {
    child.once('close', (code, signal) => {
      ended = true;
      resolve({ code, signal, stdout, stderr });
      notify();
    });
  });
  onTestFinished(async () => {
    if (ended) return;
    // Twice: the second one ends everything at once.
    child.kill('SIGTERM');
    child.kill('SIGTERM');
    await exited;
  });

  const until = <T>(what: string, look: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const watcher = (): void => {
        const found = look();
        if (found !== undefined) {
          watchers.delete(watcher);
          resolve(found);
        } else if (ended) {
          watchers.delete(watcher);
          reject(new Error(`mews ${args.join(' ')} ended before ${what}\n--- stdout\n${stdout}\n--- stderr\n${stderr}`));
        }
      };
      watchers.add(watcher);
      watcher();
    });
  const events = (): MewsJsonEvent[] =>
    stdout.split('\n').slice(0, -1).filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as MewsJsonEvent);
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    events,
    event: (type) => until(`the event ${type}`, () => events().find((event) => event.type === type)),
    eventually: (look) => until('what was waited for', look),
    said: (text) => until(`it said ${text}`, () => text.exec(stderr) ?? undefined),
    printed: (text) => until(`it printed ${text}`, () => text.exec(stdout) ?? undefined),
    type: (text) => void child.stdin?.end(text),
    signal: (signal) => void child.kill(signal),
    exited,
  };
}

/** Runs `mews <args>` to its end. */
export function runMews(args: readonly string[], options: MewsOptions = {}): Promise<MewsExit> {
  return startMews(args, options).exited;
}

/** Starts `mews run <args>` and waits until it listens; the first address. */
export async function startListening(args: readonly string[], options: MewsOptions = {}): Promise<RunningMews & { readonly url: string }> {
  const mews = startMews(['run', ...args], options);
  const [, url = ''] = await mews.said(/Now listening on: (\S+)/);
  return { ...mews, url };
}
