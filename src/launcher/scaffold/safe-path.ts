import { mewsError } from '../../foundation/errors/mews-error.ts';

/** A name that git would take for its own folder, here or on a file system that ignores case or has short names. */
const GIT_FOLDER = /^(?:\.git|git~\d+)[. ]*$/i;

/**
 * Refuses a path that leads out of the folder it is relative to, or into the `.git` of a repository, whose hooks run unasked.
 * Returns it with slashes and without `.`.
 * @throws unsafeTemplate
 */
export function safePath(path: string, template: string): string {
  const refuse = (problem: string): never => {
    throw mewsError('unsafeTemplate', { template, path, problem });
  };
  const written = path.replaceAll('\\', '/');
  if (written.startsWith('/') || /^[A-Za-z]:/.test(written)) refuse('is an absolute path');
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) refuse('leads out of the folder');
  if (parts.some((part) => GIT_FOLDER.test(part))) refuse('lies in the folder of git, whose hooks are run unasked');
  if (/\p{Cc}/u.test(written)) refuse('has a control character in it');
  return parts.join('/');
}
