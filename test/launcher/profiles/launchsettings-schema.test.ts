import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse, type ParseError } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../../src/launcher/profiles/command-names.ts';
import type { ModulePlan } from '../../../src/launcher/plan/module-plan.ts';
import { resolveModule } from '../../../src/launcher/plan/resolve-module.ts';
import { isModuleValue, MODULE_VALUES, type ModuleValueName } from '../../../src/launcher/profiles/module/module-values.ts';
import { PROPERTIES_OF_OTHERS, USED_PROPERTIES } from '../../../src/launcher/profiles/profile-properties.ts';
import { CONFIGURATIONS, HOSTING_MODELS, LISTEN_MODES, REVERSE_PROXIES, TYPECHECK_MODES } from '../../../src/launcher/profiles/profile-values.ts';
import { HAS_SAMPLES, SAMPLES, sampleFiles, WHY_SKIPPED } from './launch-settings-samples.ts';

interface PropertySchema {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, PropertySchema>>;
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

  it('describes exactly the settings of the hosting module', () => {
    const { properties: settings = {} } = properties['module'] ?? {};
    expect(Object.keys(settings).sort()).toEqual([...Object.keys(MODULE_VALUES), 'environmentVariables'].sort());
    for (const [name, { description }] of Object.entries(settings)) expect(description, name).toMatch(/\.$/);
  });

  it('has the defaults of the hosting module', () => {
    const plan = resolveModule({ facts: { platform: 'linux', settings: { warnings: [] } }, contentRoot: '/', applicationPath: { value: '/', from: 'default' }, expand: (text) => text });
    for (const [name, { default: written }] of Object.entries(properties['module']?.properties ?? {})) {
      if (!isModuleValue(name) || !Object.hasOwn(plan, name) || name === 'stdoutLogFile') continue;
      expect(MODULE_VALUES[name].read(written), name).toBe(plan[name as keyof ModulePlan & ModuleValueName].value);
    }
  });

  it.each<[ModuleValueName, readonly unknown[]]>([
    ['startupTimeLimit', [-1, 0, 0.5, 3600, 3601, '00:02:00', '00:02', '00:60:00', 'soon', '', true]],
    ['shutdownTimeLimit', [-1, 0, 600, 601, '00:00:01.5', []]],
    ['requestTimeout', [0, 1, 1_296_000, 1_296_001, '360:00:00', '1000:00:00']],
    ['idleTimeout', [-1, 0, 2_592_000, 2_592_001, '00:20:00']],
    ['shutdownDelay', [-1, 0, 600_000, 600_001, 1.5]],
    ['rapidFailsPerMinute', [-1, 0, 100, 101, 1.5]],
    ['processesPerApplication', [0, 1, 100, 101]],
    ['stdoutLogEnabled', [true, false, 1, 'yes']],
    ['disableStartUpErrorPage', [true, false, 0]],
    ['forwardWindowsAuthToken', [true, false, 0]],
    ['stdoutLogFile', ['./out', 5]],
    ['processPath', ['python3', 5]],
    ['arguments', ['-m x', ['-m']]],
  ])('takes the same values for %s of the hosting module as reading it does', (name, values) => {
    for (const value of values) {
      const refusals = problems({ profiles: { x: { commandName: 'IISExpress', module: { [name]: value } } } });
      expect([value, refusals.includes(`/profiles/x/module/${name}`)]).toEqual([value, MODULE_VALUES[name].read(value) === undefined]);
    }
  });

  it('takes other members of module, and refuses variables that are no strings', () => {
    const at = (module: unknown) => problems({ profiles: { x: { commandName: 'IISExpress', module } } });
    expect(at({ $comment: 'x', mine: 1, environmentVariables: { A: '1' } })).toEqual([]);
    expect(at({ environmentVariables: { A: 1 } })).toContain('/profiles/x/module/environmentVariables/A');
    expect(at([])).toContain('/profiles/x/module');
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
