import { readFileSync } from 'node:fs';
import { unreadableFile } from '../../foundation/errors/unreadable-file.ts';

/**
 * The text of a settings file, in the encodings that .NET's File.ReadAllText tells apart by the byte order mark:
 * UTF-8 (also without a mark), UTF-16 little endian and big endian.
 * @throws unreadableFile
 */
export function readSettingsText(file: string): string {
  const bytes = readBytes(file);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadableFile(file, error);
  }
}
