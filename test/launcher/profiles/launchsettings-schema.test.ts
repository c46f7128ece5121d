import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse, type ParseError } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../../src/launcher/profiles/command-names.ts';
import { PROPERTIES_OF_OTHERS, USED_PROPERTIES } from '../../../src/launcher/profiles/profile-properties.ts';
import { CONFIGURATIONS, HOSTING_MODELS, LISTEN_MODES, REVERSE_PROXIES, TYPECHECK_MODES } from '../../../src/launcher/profiles/profile-values.ts';
import { HAS_SAMPLES, SAMPLES, sampleFiles, WHY_SKIPPED } from './launch-settings-samples.ts';

interface PropertySchema {
  readonly description?: string;
  readonly enum?: readonly string[];
}

const schema = JSON.parse(readFileSync(new URL('../../../src/launcher/profiles/launchsettings.schema.json', import.meta.url), 'utf8')) as {
  readonly definitions: { readonly profile: { readonly properties: Readonly<Record<string, PropertySchema>> } };
};
const { properties } = schema.definitions.profile;
// "allowTrailingCommas" and "allowComments" are words of editors, which JSON Schema does not know.
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
const problems = (content: unknown): string[] => (validate(content) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath));

describe('launchsettings.schema.json', () => {
  it('describes exactly the properties that reading a profile knows', () => {
    expect(Object.keys(properties).sort()).toEqual([...USED_PROPERTIES, ...PROPERTIES_OF_OTHERS].sort());
    for (const [name, { description }] of Object.entries(properties)) expect(description, name).toMatch(/\.$/);
  });

  it('has the same words for values', () => {
    expect([...(properties['commandName']?.enum ?? [])].sort()).toEqual([...COMMAND_NAMES.keys()].sort());
    expect(properties['reverseProxy']?.enum).toEqual(REVERSE_PROXIES);
    expect(properties['typecheck']?.enum).toEqual(TYPECHECK_MODES);
    expect(properties['configuration']?.enum).toEqual(CONFIGURATIONS);
    expect(properties['listen']?.enum).toEqual(LISTEN_MODES);
    expect(properties['hostingModel']?.enum).toEqual(expect.arrayContaining([...HOSTING_MODELS]));
  });

  it('takes a file with everything in it, and properties it does not know', () => {
    const http = { commandName: 'Project', applicationUrl: 'http://localhost:1', environmentVariables: { A: '1' }, inspect: 9229, server: './s.ts', custom: { a: [1] } };
    const content = { $schema: 'x', iisSettings: { iisExpress: { applicationUrl: 'http://localhost:1', sslPort: 0 } }, profiles: { http }, custom: 1 };
    expect(problems(content)).toEqual([]);
  });

  it.each([
    [{ commandName: 'project' }, '/commandName'],
    [{ commandName: 'Project', launchBrowser: 'true' }, '/launchBrowser'],
    [{ commandName: 'Project', applicationUrl: 1 }, '/applicationUrl'],
    [{ commandName: 'Project', environmentVariables: { A: 1 } }, '/environmentVariables/A'],
    [{ commandName: 'Project', inspect: 70_000 }, '/inspect'],
    [{ commandName: 'Project', reverseProxy: 'iis' }, '/reverseProxy'],
    [{}, ''],
  ])('refuses the profile %j', (profile, at) => {
    expect(problems({ profiles: { x: profile } })).toContain(`/profiles/x${at}`);
  });

  it('refuses wrong iisSettings and missing profiles', () => {
    expect(problems({ profiles: {}, iisSettings: { iis: { sslPort: -1 } } })).toEqual(['/iisSettings/iis/sslPort']);
    expect(problems({})).toEqual(['']);
  });

  it.skipIf(!HAS_SAMPLES)(`takes the files of real projects, but for two mistakes that they make${WHY_SKIPPED}`, () => {
    for (const file of sampleFiles()) {
      const errors: ParseError[] = [];
      const content: unknown = parse(readFileSync(join(SAMPLES, file), 'utf8').replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
      if (errors.length > 0) continue;
      const unexpected = problems(content).filter((at) => !/\/(?:commandName|dotnetRunMessages)$/.test(at));
      expect(unexpected, file).toEqual([]);
    }
  });
});
