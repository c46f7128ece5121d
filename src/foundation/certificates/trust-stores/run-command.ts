import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import type { Command } from './trust-store.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface CommandResult {
  /** Null when the program could not be started, or was ended by a signal. */
  readonly code: number | null;
  /** What it wrote to stdout. */
  readonly output: string;
  /** What it wrote to stderr, or why it could not be started. */
  readonly complaint: string;
}

/** Where administrators' programs are, which are not on everybody's PATH. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Runs a program to its end. It reads nothing, unless `canAsk`: then it may ask on the terminal (as sudo does). */
export function runCommand([program, ...args]: Command, { env, canAsk = false }: { readonly env: Environment; readonly canAsk?: boolean }): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...env, PATH: searchPath(env) }, stdio: [canAsk ? 'inherit' : 'ignore', 'pipe', 'pipe'], windowsHide: true });
    let output = '';
    let complaint = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.once('error', (error) => resolve({ code: null, output, complaint: error.message }));
    child.once('close', (code) => resolve({ code, output, complaint }));
  });
}

/** The PATH, and on POSIX systems the folders of administrators' programs after it. */
export function searchPath(env: Environment): string {
  const path = env['PATH'] ?? env['Path'] ?? '';
  return process.platform === 'win32' ? path : [path, ...SYSTEM_FOLDERS].filter(Boolean).join(delimiter);
}
