import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import type { BuildRequest } from './build-request.ts';
import { runChild } from './run-child.ts';

/**
 * Runs the project's own toolchain, as npm would run a script: through the shell, in the project's folder, with
 * node_modules/.bin first on the PATH. It is told the configuration in MEWS_CONFIGURATION. Its output is reported by lines.
 * @throws MEWS2004 when it fails, MEWS2005 when it does not write the entry.
 */
export async function runBuildCommand(request: BuildRequest, command: string): Promise<void> {
  const { root, entry, env, report, signal } = request;
  let unfinished = '';
  const tell = (text: string) => report({ type: 'output', stream: 'stderr', text });
  const end = await runChild({
    command,
    args: [],
    shell: true,
    cwd: root,
    env: { ...env, ...searchPath(root, env), MEWS_CONFIGURATION: request.configuration },
    onOutput: (text) => {
      const lines = (unfinished + text).split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) tell(`${line}\n`);
    },
    signal,
  }).catch((cause: unknown) => {
    throw mewsError('buildCommandFailed', { command, exitCode: String(cause) }, { cause });
  });
  if (unfinished) tell(`${unfinished}\n`);
  signal?.throwIfAborted();
  if (end.exitCode !== 0) {
    throw mewsError('buildCommandFailed', { command, exitCode: end.signal ?? `exit code ${end.exitCode}` });
  }
  if (!existsSync(entry)) throw mewsError('buildOutputMissing', { entry, command });
}

/** The PATH variable keeps the name it has: Windows says `Path`. */
function searchPath(root: string, env: BuildRequest['env']): Record<string, string> {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders: string[] = [];
  for (let at = root; ; at = dirname(at)) {
    folders.push(join(at, 'node_modules', '.bin'));
    if (dirname(at) === at) break;
  }
  return { [name]: [...folders, env[name]].filter(Boolean).join(delimiter) };
}
