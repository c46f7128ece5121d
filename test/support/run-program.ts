import { MewsError } from '../../src/foundation/errors/mews-error.ts';
import { runProgram } from '../../src/launcher/cli/program.ts';
import { repository } from './run-mews.ts';

/** What a command line did in this process: cheap, for tables of many. `error` is what the door would report. */
export interface ProgramOutcome {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number;
  readonly error: MewsError | undefined;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command line through the program, without a process of its own; whatever is no MewsError is thrown. */
export async function program(argv: readonly string[], { cwd, env = {} }: ProgramOptions): Promise<ProgramOutcome> {
  const never = new AbortController().signal;
  let out = '';
  let err = '';
  const context = {
    version: '1.2.3',
    mewsRoot: repository,
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stop: { graceful: never, now: never },
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    isTty: false,
    exitCode: { value: 0 },
  };
  try {
    return { exitCode: await runProgram(argv, context), out, err, error: undefined };
  } catch (error) {
    if (!(error instanceof MewsError)) throw error;
    return { exitCode: 1, out, err, error };
  }
}

/** The plan of `--dry-run --format json`, as far as tests look at it. */
export interface PlanJson {
  readonly profile: { readonly name: string; readonly source: string } | null;
  readonly commandName: string;
  readonly urls: readonly { readonly value: string; readonly from: string }[];
  readonly environment: Readonly<Record<string, { readonly value: string; readonly from: string; readonly overrides?: { readonly value: string; readonly from: string } }>>;
  readonly args: readonly string[];
  readonly warnings: readonly string[];
  readonly [key: string]: unknown;
}

/** The plan for `mews run <args>`; an error is thrown. */
export async function planOf(args: readonly string[], options: ProgramOptions): Promise<PlanJson> {
  const [before, after] = args.includes('--') ? [args.slice(0, args.indexOf('--')), args.slice(args.indexOf('--'))] : [args, []];
  const { out, error } = await program(['run', ...before, '--dry-run', '--format', 'json', ...after], options);
  if (error) throw error;
  return JSON.parse(out) as PlanJson;
}
