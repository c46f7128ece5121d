import { quoteList } from '../../foundation/errors/quote-list.ts';
import { locateOffset } from '../../foundation/errors/code-frame.ts';
import { mewsError } from '../../foundation/errors/mews-error.ts';
import { memberOffset } from './json-offsets.ts';
import { badMewsSetting, type PackageJsonDocument } from './read-package-json.ts';

const TYPECHECK_MODES = ['gate', 'warn', 'off'] as const;

/** The "mews" member of package.json. Unknown members are ignored, `null` counts as absent. */
export interface MewsSettings {
  /** The project's own build command, in place of mews's build. */
  readonly build?: string;
  /** The entry point, relative to the project; with `build` the file that the command writes. */
  readonly entry?: string;
  readonly typecheck?: (typeof TYPECHECK_MODES)[number];
}

/**
 * Reads and checks the "mews" member.
 * @throws badMewsSetting; badPackageJson when "mews" is no object
 */
export function readMewsSettings(document: PackageJsonDocument): MewsSettings {
  const settings = readMewsObject(document);
  const build = readText(document, 'build', settings['build']);
  const entry = readText(document, 'entry', settings['entry']);
  const typecheck = readTypecheck(document, settings['typecheck']);
  return { ...(build && { build }), ...(entry && { entry }), ...(typecheck && { typecheck }) };
}

function readMewsObject({ file, text, json }: PackageJsonDocument): Readonly<Record<string, unknown>> {
  const { mews } = json;
  if (mews === undefined || mews === null) return {};
  if (typeof mews === 'object' && !Array.isArray(mews)) return mews as Record<string, unknown>;
  const location = locateOffset(file, text, memberOffset(text, ['mews']));
  throw mewsError('badPackageJson', { file, problem: `"mews" is ${JSON.stringify(mews)}, not an object` }, { location });
}

function readText(document: PackageJsonDocument, setting: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value.trim() !== '' && !value.includes('\0')) return value;
  throw badMewsSetting(document, { setting, value, expected: setting === 'build' ? 'a command in a string' : 'the path of a file in a string' });
}

function readTypecheck(document: PackageJsonDocument, value: unknown): MewsSettings['typecheck'] {
  if (value === undefined || value === null) return undefined;
  const mode = TYPECHECK_MODES.find((known) => known === value);
  if (mode === undefined) throw badMewsSetting(document, { setting: 'typecheck', value, expected: quoteList(TYPECHECK_MODES) });
  return mode;
}
