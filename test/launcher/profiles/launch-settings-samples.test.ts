import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MewsError } from '../../../src/foundation/errors/mews-error.ts';
import { listProfiles } from '../../../src/launcher/profiles/list-profiles.ts';
import { parseLaunchSettings } from '../../../src/launcher/profiles/parse-launch-settings.ts';
import { readSettingsText } from '../../../src/launcher/profiles/read-settings-text.ts';
import { selectProfile } from '../../../src/launcher/profiles/select-profile.ts';
import { HAS_SAMPLES, SAMPLES, WHY_SKIPPED } from './launch-settings-samples.ts';

const STATUS: Readonly<Record<string, string>> = { MEWS1201: 'parse-error', MEWS1202: 'profiles-not-an-object', MEWS1212: 'no-usable-profile' };

/** The columns of expected.tsv for a file, as mews sees it. */
function outcomeOf(file: string): string[] {
  try {
    const settings = parseLaunchSettings({ file, text: readSettingsText(join(SAMPLES, file)) });
    const listed = listProfiles(settings);
    const names = listed.map(({ name }) => name);
    const selection = selectProfile({ settings });
    const chosen = listed.find((profile) => profile.default);
    expect(chosen?.name).toBe(selection.profile?.name);
    const status = selection.profile ? 'ok' : (STATUS['reason' in selection ? selection.reason.code : ''] ?? 'unexpected');
    const { profile } = selection;
    return [file, status, String(names.length), profile?.name ?? '', profile?.commandName ?? '', profile?.applicationUrl ?? '', JSON.stringify(names)];
  } catch (error) {
    if (!(error instanceof MewsError)) throw error;
    expect(error.location?.frame).toBeTruthy();
    return [file, STATUS[error.code] ?? error.code, '0', '', '', '', '[]'];
  }
}

describe.skipIf(!HAS_SAMPLES)(`the launch settings of real projects${WHY_SKIPPED}`, () => {
  const rows = HAS_SAMPLES ? readFileSync(join(SAMPLES, 'expected.tsv'), 'utf8').trimEnd().split(/\r?\n/).slice(1) : [];

  it('are all there', () => {
    expect(rows.length).toBeGreaterThanOrEqual(112);
  });

  it.each(rows.map((row) => row.split('\t')))('%s gives %s', (...expected) => {
    const [file = '', ...rest] = outcomeOf(expected[0] ?? '');
    const names = (list = ''): unknown => JSON.parse(list || '[]');
    expect([file, ...rest.slice(0, 5)]).toEqual(expected.slice(0, 6));
    expect(names(rest[5])).toEqual(names(expected[6]));
  });
});
