import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MewsError } from '../../../src/foundation/errors/mews-error.ts';
import { listProfiles } from '../../../src/launcher/profiles/list-profiles.ts';
import { mergeLocalSettings } from '../../../src/launcher/profiles/merge-local-settings.ts';
import { parseLaunchSettings } from '../../../src/launcher/profiles/parse-launch-settings.ts';
import { selectProfile } from '../../../src/launcher/profiles/select-profile.ts';
import { SAMPLES, sampleFiles } from './launch-settings-samples.ts';

const SAMPLE = `\uFEFF{
  // the web app
  "iisSettings": { "iisExpress": { "applicationUrl": "http://localhost:5762/", "sslPort": 44300 } },
  "profiles": {
    "höttp": { "commandName": "Project", "applicationUrl": "http://localhost:5000", "launchBrowser": true, },
    "IIS Express": { "commandName": "IISExpress", "environmentVariables": { "A": "\\u00e9\\n", "B": 1.5e3, "C": null } }, /* end */
    "exe": { "commandName": "Executable", "executablePath": "C:\\\\x\\\\y.exe", "commandLineArgs": "-x \\"y\\"" },
  }
}
`;

/** Everything that is done with a file: a result, or a MewsError that a user can act on; anything else fails the test. */
function use(text: string): 'read' | 'refused' {
  try {
    const settings = parseLaunchSettings({ file: 'launchSettings.json', text });
    for (const { name } of listProfiles(mergeLocalSettings(settings, settings))) selectOrRefuse(settings, name);
    selectOrRefuse(settings);
    return 'read';
  } catch (error) {
    expectActionable(error);
    return 'refused';
  }
}

function selectOrRefuse(settings: ReturnType<typeof parseLaunchSettings>, name?: string): void {
  try {
    const selection = selectProfile({ settings, name });
    if (!selection.profile) expect(selection.reason).toBeInstanceOf(MewsError);
  } catch (error) {
    if (!(error instanceof MewsError)) throw error;
    expect(error.hint).not.toBe('');
  }
}

function expectActionable(error: unknown): void {
  if (!(error instanceof MewsError)) throw error;
  expect(error.code).toMatch(/^MEWS12\d\d$/);
  expect(error.hint).not.toBe('');
  expect(error.location?.line).toBeGreaterThan(0);
  expect(error.location?.column).toBeGreaterThan(0);
  expect(error.location?.frame).toContain('^');
}

/** mulberry32: the same mutations on every machine. */
function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe('broken launch settings', () => {
  it('are refused with code, hint and place at every byte a file can be cut off at', () => {
    const bytes = Buffer.from(SAMPLE);
    expect(use(SAMPLE)).toBe('read');
    const end = bytes.lastIndexOf('}');
    for (let length = 0; length <= end; length++) expect(use(bytes.subarray(0, length).toString()), `cut at ${length}`).toBe('refused');
  });

  it('never end in anything but a result or such an error, whatever is changed in them', () => {
    const random = seededRandom(20_260);
    const pieces = ['{', '}', '[', ']', '"', ',', ':', '\\', '/', '*', '//', '/*', '\n', '\0', '\uFEFF', '\uD800', 'null', '5', '-', '"profiles"', '"commandName"', '{}', '[]', 'true', '$(', '%'];
    for (let round = 0; round < 4000; round++) {
      let text = SAMPLE;
      for (let change = random(4) + 1; change > 0; change--) {
        const at = random(text.length + 1);
        const piece = pieces[random(pieces.length)] ?? '';
        text = text.slice(0, at) + piece + text.slice(at + random(random(4) === 0 ? 40 : 3));
      }
      use(text);
    }
  });

  it.skipIf(sampleFiles().length === 0)('the same with real files cut off', () => {
    for (const file of sampleFiles().slice(0, 5)) {
      const bytes = readFileSync(join(SAMPLES, file));
      for (let length = 0; length <= bytes.length; length++) use(bytes.subarray(0, length).toString());
    }
  });
});
