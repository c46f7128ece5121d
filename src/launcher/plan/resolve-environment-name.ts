import type { VariableLayer } from './launch-facts.ts';
import type { Reasoned } from './launch-plan.ts';

/** The names of the environment's variable, ours first; the twins are ASP.NET Core's. */
export const ENVIRONMENT_VARIABLES = ['MEWS_ENVIRONMENT', 'ASPNETCORE_ENVIRONMENT', 'DOTNET_ENVIRONMENT'] as const;

const PRODUCTION = 'Production';

/** The hosting environment: what the highest layer says; else what NODE_ENV implies; else Production, as in ASP.NET Core. */
export function resolveEnvironmentName(layers: readonly VariableLayer[]): Reasoned<string> {
  const highestFirst = layers.toReversed();
  for (const { from, variables } of highestFirst) {
    for (const name of ENVIRONMENT_VARIABLES) {
      const value = variables.get(name);
      if (value) return { value, from: `${from} ${name}` };
    }
  }
  for (const { from, variables } of highestFirst) {
    const nodeEnv = variables.get('NODE_ENV');
    if (nodeEnv) return { value: capitalized(nodeEnv), from: `${from} NODE_ENV` };
  }
  return { value: PRODUCTION, from: 'default' };
}

/** NODE_ENV for a hosting environment: what Node's libraries know is development, test and production. */
export function nodeEnvFor(environmentName: string): string {
  const lower = environmentName.toLowerCase();
  return lower === 'development' || lower === 'test' ? lower : 'production';
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
