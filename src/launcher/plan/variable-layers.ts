import type { LaunchProfile } from '../profiles/launch-profile.ts';
import { expandVariables } from '../profiles/expand-variables.ts';
import { profileSource } from './decide.ts';
import type { LaunchFacts, ModuleSource, VariableLayer } from './launch-facts.ts';

export const SHELL = 'shell';
const OPTION = '-e';
/** How reasons name it. */
export const WEB_CONFIG = 'web.config';

/**
 * Every source of variables, lowest first: the .env files < the shell < web.config < the profile < its `module` < `-e`.
 * The profile's values are expanded against what lies below it; entries of one block do not see each other, as in `dotnet run`.
 */
export function variableLayers(facts: Pick<LaunchFacts, 'dotenv' | 'shell' | 'options' | 'settings'> & Expansion): VariableLayer[] {
  const layers: VariableLayer[] = [...facts.dotenv, { from: SHELL, variables: facts.shell }];
  const { profile, module = [] } = facts.settings;
  const [webConfig, ofModule] = [module.filter(({ from }) => from === WEB_CONFIG), module.filter(({ from }) => from !== WEB_CONFIG)];
  for (const source of webConfig) layers.push(moduleLayer(source, facts));
  if (profile) layers.push(profileLayer(profile, facts));
  for (const source of ofModule) layers.push(moduleLayer(source, facts));
  layers.push({ from: OPTION, variables: facts.options.environment });
  return layers;
}

function moduleLayer({ from, settings }: ModuleSource, { expand }: Expansion): VariableLayer {
  return { from, variables: new Map([...settings.environmentVariables].map(([name, value]) => [name, expand(value)])) };
}

/** What `%VAR%` and `$(Macro)` of a profile stand for. */
export interface Expansion {
  readonly expand: (text: string) => string;
}

function profileLayer(profile: LaunchProfile, { expand }: Expansion): VariableLayer {
  const variables = new Map([...profile.environmentVariables].map(([name, value]) => [name, expand(value)]));
  return { from: profileSource(profile.name), variables };
}

/** Collects, while values are expanded, the macros that mean nothing here. */
export function expansion(facts: Pick<LaunchFacts, 'dotenv' | 'shell' | 'platform'>, macros: ReadonlyMap<string, string>): Expansion & { readonly unknownMacros: Set<string> } {
  const unknownMacros = new Set<string>();
  const env = Object.fromEntries([...facts.dotenv.flatMap(({ variables }) => [...variables]), ...facts.shell]);
  const expand = (text: string): string => {
    const expanded = expandVariables(text, { env, macros, platform: facts.platform });
    for (const macro of expanded.unknownMacros) unknownMacros.add(macro);
    return expanded.value;
  };
  return { expand, unknownMacros };
}
