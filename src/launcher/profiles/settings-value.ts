import { locateOffset } from '../../foundation/errors/code-frame.ts';
import type { SourceLocation } from '../../foundation/errors/mews-error.ts';

/** A settings file as it was read, without its byte order mark: what error locations are drawn from. */
export interface SettingsDocument {
  readonly file: string;
  readonly text: string;
}

/**
 * A JSON value that knows where it was written, also after a local file was merged over the main one.
 * Objects are maps in file order: unlike plain objects these keep names such as `5000` and `__proto__` in their place.
 */
export interface SettingsValue {
  readonly document: SettingsDocument;
  readonly offset: number;
  readonly length: number;
  readonly value: string | number | boolean | null | readonly SettingsValue[] | SettingsMembers;
}

export type SettingsMembers = ReadonlyMap<string, SettingsValue>;

const LONGEST_SHOWN = 60;

/** The members of an object; undefined for every other value. */
export function membersOf(value: SettingsValue | undefined): SettingsMembers | undefined {
  return value?.value instanceof Map ? (value.value as SettingsMembers) : undefined;
}

/** File, line, column and code frame of a value. */
export function locationOf({ document, offset }: SettingsValue): SourceLocation {
  return locateOffset(document.file, document.text, offset);
}

/** The value as the file has it, on one line and shortened: the offending value in a message. */
export function shownValue({ document, offset, length }: SettingsValue): string {
  const text = document.text.slice(offset, offset + length).replace(/\s+/g, ' ');
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}
