import { mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileAtomically } from '../../foundation/certificates/write-file-atomically.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { reasonOf } from '../../foundation/errors/unreadable-file.ts';

/** The mode of a new file that everybody may read. */
const FOR_ALL = 0o644;

/**
 * Writes a settings file whole or not at all, in the encoding that it had (readSettingsText); where it is a link, the file
 * that the link leads to.
 * @throws settingsNotWritten
 */
export function writeSettingsText(file: string, text: string): void {
  try {
    const before = bytesOf(file);
    mkdirSync(dirname(file), { recursive: true });
    const target = before ? realpathSync(file) : file;
    writeFileAtomically(target, encodeLike(before, text), before ? statSync(target).mode & 0o777 : FOR_ALL);
  } catch (error) {
    throw mewsError('settingsNotWritten', { file, reason: reasonOf(error) }, { cause: error });
  }
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function encodeLike(before: Buffer | undefined, text: string): Buffer {
  const marked = `\uFEFF${text}`;
  if (before?.[0] === 0xff && before[1] === 0xfe) return Buffer.from(marked, 'utf16le');
  if (before?.[0] === 0xfe && before[1] === 0xff) return Buffer.from(marked, 'utf16le').swap16();
  const hasMark = before?.[0] === 0xef && before[1] === 0xbb && before[2] === 0xbf;
  return Buffer.from(hasMark ? marked : text, 'utf8');
}
