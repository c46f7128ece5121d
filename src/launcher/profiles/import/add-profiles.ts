import { applyEdits, type Edit, modify } from 'jsonc-parser';
import type { ProfileMembers } from './imported-profile.ts';

/** A profile with its name, to be put into a file. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: ProfileMembers;
}

/** How a file is laid out. */
interface Layout {
  /** One step of indentation. */
  readonly step: string;
  readonly eol: string;
}

const SCHEMA = '../node_modules/mews/src/launcher/profiles/launchsettings.schema.json';

/**
 * The text of a launch settings file with profiles added, or replaced where `text` has some of their names: everything
 * else, comments and layout included, stays as it is. Without a text it is a new file.
 */
export function addProfiles(text: string | undefined, profiles: readonly NamedProfile[]): string {
  if (text === undefined) {
    const members = Object.fromEntries(profiles.map(({ name, profile }) => [name, profile]));
    return `${JSON.stringify({ $schema: SCHEMA, profiles: members }, null, 2)}\n`;
  }
  const [, step = '  '] = /\n([ \t]+)\S/.exec(text) ?? [];
  const layout = { step, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return profiles.reduce((before, profile) => applyEdits(before, modify(before, ['profiles', profile.name], profile.profile, {}).map((edit) => laidOut(edit, { before, profile, layout }))), text);
}

/** The parser knows where the edit goes; formatting it itself, it would lay out what stands around it anew. */
function laidOut({ offset, length, content }: Edit, { before, profile: { name, profile }, layout: { step, eol } }: { readonly before: string; readonly profile: NamedProfile; readonly layout: Layout }): Edit {
  const indent = eol + step + step;
  const value = JSON.stringify(profile, null, step).replaceAll('\n', indent);
  if (length > 0) return { offset, length, content: value };
  const member = `${indent}${JSON.stringify(name)}: ${value}`;
  if (content.startsWith(',')) return { offset, length, content: `,${member}` };
  const isOpen = /^\s*\n/.test(before.slice(offset));
  return { offset, length, content: isOpen ? member : `${member}${eol}${step}` };
}
