import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchFacts, ModuleSource, SettingsFacts } from '../plan/launch-facts.ts';
import { profileSource } from '../plan/decide.ts';
import { resolveWorkingDirectory, type ProgramContext } from '../plan/resolve-executable.ts';
import { resolveHostingModel } from '../plan/resolve-hosting.ts';
import { WEB_CONFIG } from '../plan/variable-layers.ts';

type ModuleFacts = Pick<LaunchFacts, 'options' | 'settings'> & ProgramContext['facts'];

/** The settings, with what web.config and the profile say of the hosting module; they are looked for only where one is wanted. Throws badWebConfig. */
export async function gatherModule(facts: ModuleFacts, expand: (text: string) => string): Promise<SettingsFacts> {
  const { settings } = facts;
  if (resolveHostingModel(facts).value === null) return settings;
  const webConfigPath = join(resolveWorkingDirectory({ facts, expand, warn: () => {} }).value, 'web.config');
  const module: ModuleSource[] = [];
  if (existsSync(webConfigPath)) {
    const { readWebConfig } = await import('../profiles/module/read-web-config.ts');
    const written = readWebConfig(webConfigPath);
    if (written) module.push({ from: WEB_CONFIG, settings: written });
  }
  if (settings.profile?.module) module.push({ from: `${profileSource(settings.profile.name)} module`, settings: settings.profile.module });
  return { ...settings, module, webConfigPath };
}
