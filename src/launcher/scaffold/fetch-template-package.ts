import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { extractTarball } from './extract-tarball.ts';
import { npmCommand } from './npm-command.ts';
import { runTool, type ToolHost, type ToolRun } from './run-tool.ts';
import type { TemplateSourcePlace } from './template-source.ts';

/**
 * Brings what a source has into `folder`, an empty one; nothing of it is run. Does nothing for a folder, whose templates are
 * used where they lie. False when the user stopped it.
 * @throws unsafeTemplate, templatePackageFailed
 */
export async function fetchTemplatePackage(place: TemplateSourcePlace, folder: string, host: ToolHost): Promise<boolean> {
  switch (place.kind) {
    case 'folder':
      return true;
    case 'tarball':
      await extractTarball({ file: place.source, folder, source: place.source });
      return true;
    case 'npm':
      return fetchNpm(place, folder, host);
    case 'git':
      return fetchGit(place, folder, host);
  }
}

async function fetchNpm({ source, spec }: TemplateSourcePlace & { kind: 'npm' }, folder: string, host: ToolHost): Promise<boolean> {
  const packed = join(folder, '.packed');
  mkdirSync(packed);
  const { command, args } = npmCommand(['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', '.', '--', spec], { env: host.env });
  if (!(await run({ command, args, cwd: packed }, { source, host }))) return false;
  const [file] = readdirSync(packed).filter((name) => name.endsWith('.tgz'));
  if (file === undefined) throw mewsError('templatePackageFailed', { source, reason: 'npm packed nothing' });
  await extractTarball({ file: join(packed, file), folder, source });
  rmSync(packed, { recursive: true });
  return true;
}

/** The newest commit alone. Hooks of the user's template folder stay out of it, and nobody is asked for a password. */
async function fetchGit({ source, url, ref }: TemplateSourcePlace & { kind: 'git' }, folder: string, host: ToolHost): Promise<boolean> {
  const args = ['-c', 'protocol.ext.allow=never', 'clone', '--quiet', '--depth', '1', '--no-tags', '--template=', ...(ref === undefined ? [] : ['--branch', ref]), '--', url, '.'];
  const env = { ...host.env, GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1' };
  if (!(await run({ command: 'git', args, cwd: folder }, { source, host: { ...host, env } }))) return false;
  rmSync(join(folder, '.git'), { recursive: true, force: true, maxRetries: 3 });
  return true;
}

/** False when the user stopped it; what it printed is the reason when it failed. */
async function run(tool: ToolRun, { source, host }: { readonly source: string; readonly host: ToolHost }): Promise<boolean> {
  let said = '';
  const end = await runTool({ ...tool, onOutput: (text) => void (said += text) }, host);
  if (end.kind === 'failed') throw mewsError('templatePackageFailed', { source, reason: [end.reason, firstLines(said)].filter((text) => text !== '').join(': ') });
  return end.kind === 'succeeded';
}

/** Of npm's words all but where its log is. */
function firstLines(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^npm error ?/, '').trim());
  return lines.filter((line) => line !== '' && !line.startsWith('A complete log')).slice(0, 3).join('; ').replace(/\.$/, '');
}
