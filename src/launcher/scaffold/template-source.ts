import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { mewsError } from '../../foundation/errors/mews-error.ts';

/** Where templates come from. `source` is how the user calls it, and what `uninstall` is told. */
export type TemplateSourcePlace =
  | { readonly kind: 'folder'; readonly source: string }
  | { readonly kind: 'tarball'; readonly source: string }
  | { readonly kind: 'git'; readonly source: string; readonly url: string; readonly ref: string | undefined }
  /** `spec` is what npm is asked for; `source` has no version. */
  | { readonly kind: 'npm'; readonly source: string; readonly spec: string };

const TARBALL = /\.(?:tgz|tar\.gz|tar)$/i;
const GIT = /^(?:git\+[a-z]+:\/\/|git:\/\/|ssh:\/\/)|^[\w.-]+@[\w.-]+:(?!\/\/)|^[a-z]+:\/\/.*\.git(?:#.*)?$|^github:/i;
/** Nothing that a shell would take for its own: on Windows npm is started by one. */
const TARBALL_URL = /^https?:\/\/[\w.~:@/+=-]+\.(?:tgz|tar\.gz)$/i;
const NPM = /^((?:@[a-z0-9~-][a-z0-9-._~]*\/)?[a-z0-9~-][a-z0-9-._~]*)(?:@[\w.~+-]+)?$/i;

/**
 * What is meant by the word after `mews new install`: a folder or a tarball that is there, a git URL, else a package.
 * @throws templateSourceUnknown
 */
export function readTemplateSource(word: string, cwd: string): TemplateSourcePlace {
  const path = resolve(cwd, word.replace(/^~(?=\/|$)/, homedir()));
  const there = GIT.test(word) ? undefined : statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) return { kind: 'folder', source: path };
  if (there?.isFile() && TARBALL.test(path)) return { kind: 'tarball', source: path };
  if (there) throw mewsError('templateSourceUnknown', { source: word, why: 'it is neither a folder nor a tarball (.tgz, .tar.gz, .tar)' });
  if (GIT.test(word)) return gitSource(word);
  if (TARBALL_URL.test(word)) return { kind: 'npm', source: word, spec: word };
  const isPath = isAbsolute(word) || /^[.~]|[\\]|\.(?:tgz|gz|tar)$/i.test(word);
  const [, name] = isPath ? [] : (NPM.exec(word) ?? []);
  if (name !== undefined) return { kind: 'npm', source: name, spec: word };
  throw mewsError('templateSourceUnknown', { source: word, why: isPath ? `there is nothing at ${path}` : 'it is no path, no git URL and no name of a package' });
}

/** A `#` is followed by a branch or a tag. */
function gitSource(word: string): TemplateSourcePlace {
  const [place = '', ref] = word.split('#', 2);
  const url = place.replace(/^git\+(?!:)/, '').replace(/^github:([\w.-]+\/[\w.-]+?)(?:\.git)?$/i, 'https://github.com/$1.git');
  return { kind: 'git', source: word, url, ref: ref || undefined };
}
