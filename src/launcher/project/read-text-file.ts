import { readFileSync } from 'node:fs';
import { isMissing, unreadableFile } from '../../foundation/errors/unreadable-file.ts';

/**
 * The text of a UTF-8 file without its byte order mark; undefined when there is no such file.
 * @throws unreadableFile
 */
export function readTextFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadableFile(file, error);
  }
}
