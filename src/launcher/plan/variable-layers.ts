import type { LaunchProfile } from '../profiles/launch-profile.ts';
import { expandVariables } from '../profiles/expand-variables.ts';
import { profileSource } from './decide.ts';
import type { LaunchFacts, VariableLayer } from './launch-facts.ts';

export const SHELL = 'shell';
const OPTION = '-e';

/**
 * Every source of variables, lowest first: the .env files < the shell < the profile < `-e`.
 * The profile's values are expanded against what lies below it; entries of one block do not see each other, as in `dotnet run`.
 */
export function variableLayers(facts: Pick<LaunchFacts, 'dotenv' | 'shell' | 'options' | 'settings'> & Expansion): VariableLayer[] {
  const layers: VariableLayer[] = [...facts.dotenv, { from: SHELL, variables: facts.shell }];
  const { profile } = facts.settings;
  if (profile) layers.push(profileLayer(profile, facts));
  layers.push({ from: OPTION, variables: facts.options.environment });
  return layers;
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
