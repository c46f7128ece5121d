import { describe, expect, it } from 'vitest';
import type { ModuleSource, SettingsFacts } from '../../../src/launcher/plan/launch-facts.ts';
import { planDetails } from '../../../src/launcher/plan/plan-details.ts';
import type { ModuleSettings } from '../../../src/launcher/profiles/module/module-settings.ts';
import { webProfile } from './web-profile.ts';

const MODULE: ModuleSettings = { values: {}, environmentVariables: new Map(), unknown: [] };
const webConfig = (settings: Partial<ModuleSettings>): ModuleSource => ({ from: 'web.config', settings: { ...MODULE, ...settings } });
const detailsOf = (settings: Partial<SettingsFacts>, hostingModel: 'inprocess' | null = 'inprocess'): string[] =>
  planDetails({ settings: { warnings: [], ...settings } }, { hostingModel, expand: (text) => text });

describe('the details of a plan', () => {
  it('are none when there is nothing to say', () => {
    expect(detailsOf({})).toEqual([]);
    expect(detailsOf({ profile: webProfile({}), webConfigPath: '/app/web.config' })).toEqual([]);
  });

  it('name what nobody knows in the profile, its module and web.config, each once', () => {
    const module = { ...MODULE, unknown: ['module.foo'] };
    const profile = webProfile({ unknownProperties: ['colour', 'module.foo'], module });
    const sources = [webConfig({ unknown: ['bar of <aspNetCore>'] }), { from: 'profile "web" module', settings: module }];
    expect(detailsOf({ profile, module: sources })).toEqual(['Settings that mews does not know are ignored: colour, module.foo, bar of <aspNetCore>']);
  });

  it('name the web.config that was read', () => {
    expect(detailsOf({ module: [webConfig({})], webConfigPath: '/app/web.config' })).toEqual(['Settings of the hosting module are read from /app/web.config']);
  });

  it('say that there is no Windows token to forward, where one is to be', () => {
    const said = (forwardWindowsAuthToken: boolean) => detailsOf({ module: [webConfig({ values: { forwardWindowsAuthToken } })] });
    expect(said(true)).toEqual(['web.config forwardWindowsAuthToken has no effect: there is no Windows authentication here.']);
    expect(said(false)).toEqual([]);
  });

  it.each([
    ['node', 1],
    ['%LAUNCHER_PATH%', 1],
    ['dotnet', 0],
    ['', 0],
    ['python3', 0],
  ])("say of processPath %j that it is the project's own app, where no warning does: %d", (processPath, count) => {
    const details = detailsOf({ module: [webConfig({ values: { processPath } })] });
    expect(details).toEqual(count === 0 ? [] : [`processPath '${processPath}' (from web.config processPath) means the project's own app: mews starts that, with its own arguments.`]);
  });

  it('say that a module without a hosting model has no effect', () => {
    const profile = webProfile({ commandName: 'Project', module: MODULE });
    expect(detailsOf({ profile }, null)).toEqual(['"module" of profile "web" has no effect: no "hostingModel" is chosen, and no --hosting-model.']);
    expect(detailsOf({ profile }, 'inprocess')).toEqual([]);
  });
});
