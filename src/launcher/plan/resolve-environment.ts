import { MewsError } from '../../foundation/errors/mews-error.ts';
import type { PlannedUrl } from '../../foundation/events/event.ts';
import type { VariableLayer } from './launch-facts.ts';
import type { PlannedVariable, Reasoned } from './launch-plan.ts';
import { readUrl } from './read-url.ts';
import { ENVIRONMENT_VARIABLES, nodeEnvFor } from './resolve-environment-name.ts';
import { URL_VARIABLES } from './resolve-urls.ts';
import { SHELL } from './variable-layers.ts';

const PROFILE_VARIABLES = ['MEWS_LAUNCH_PROFILE', 'ASPNETCORE_LAUNCH_PROFILE', 'DOTNET_LAUNCH_PROFILE'] as const;

export interface EnvironmentSources {
  readonly layers: readonly VariableLayer[];
  readonly environmentName: Reasoned<string>;
  readonly profileName: string | undefined;
  readonly urls: readonly PlannedUrl[];
  /** The layer the addresses come from: PORT and HOST of the layers below it give way to them. */
  readonly urlRank: number;
}

/**
 * What the launch adds to the shell's environment: every layer's variables, each with where it came from and what it
 * replaces, then what mews tells the app (`MEWS_*`, their ASP.NET twins, NODE_ENV, PORT and HOST).
 */
export function resolveEnvironment(sources: EnvironmentSources): Map<string, PlannedVariable> {
  const planned = new Map<string, PlannedVariable>();
  for (const { from, variables } of sources.layers) {
    for (const [name, value] of variables) set(planned, name, { value, from });
  }
  for (const { names, ...decided } of told(sources)) {
    for (const name of names) set(planned, name, decided);
  }
  return withoutPlainShell(planned);
}

function* told({ layers, environmentName, profileName, urls, urlRank }: EnvironmentSources): Generator<Reasoned<string> & { readonly names: readonly string[] }> {
  const from = urls[0]?.from ?? 'default';
  yield { names: URL_VARIABLES, value: urls.map(({ value }) => value).join(';'), from };
  yield { names: ENVIRONMENT_VARIABLES, ...environmentName };
  if (profileName !== undefined) yield { names: PROFILE_VARIABLES, value: profileName, from: 'launch profile' };
  else yield { names: inheritedNames(PROFILE_VARIABLES, layers), value: '', from: 'no launch profile' };
  if (rankOf(layers, 'NODE_ENV') < 0) yield { names: ['NODE_ENV'], value: nodeEnvFor(environmentName.value), from: `environment ${environmentName.value}` };
  const address = firstHttpAddress(urls);
  if (!address) return;
  if (rankOf(layers, 'PORT') <= urlRank && !setByProfile(layers, 'PORT', urlRank)) yield { names: ['PORT'], value: String(address.port), from };
  if (rankOf(layers, 'HOST') <= urlRank && !setByProfile(layers, 'HOST', urlRank)) yield { names: ['HOST'], value: address.host, from };
}

/** A profile that writes PORT beside its applicationUrl means it: an app's own `process.env.PORT` gets what was written. */
function setByProfile(layers: readonly VariableLayer[], name: string, urlRank: number): boolean {
  const layer = layers[urlRank];
  return layer !== undefined && layer.from !== SHELL && rankOf(layers, name) === urlRank;
}

function firstHttpAddress(urls: readonly PlannedUrl[]): { readonly host: string; readonly port: number } | undefined {
  for (const url of urls) {
    const address = readUrl(url);
    if (address instanceof MewsError || address.scheme !== 'http' || address.kind === 'unix' || address.kind === 'pipe') continue;
    return { host: address.kind === 'any' ? '0.0.0.0' : address.host, port: address.port };
  }
  return undefined;
}

/** Those of `names` that a launch around this one has left: they are emptied, as `dotnet run` does it. */
function inheritedNames(names: readonly string[], layers: readonly VariableLayer[]): string[] {
  return names.filter((name) => rankOf(layers, name) >= 0);
}

/** The highest layer that sets a variable; -1 when none does. */
function rankOf(layers: readonly VariableLayer[], name: string): number {
  return layers.findLastIndex(({ variables }) => variables.has(name));
}

function set(planned: Map<string, PlannedVariable>, name: string, { value, from }: Reasoned<string>): void {
  const below = planned.get(name);
  const replaced = below && below.value !== value ? { overrides: { value: below.value, from: below.from } } : {};
  planned.set(name, { value, from, ...(below?.value === value && below.overrides ? { overrides: below.overrides } : replaced) });
}

/** The shell's own variables are inherited anyway: they are worth a line only where they replace something. */
function withoutPlainShell(planned: Map<string, PlannedVariable>): Map<string, PlannedVariable> {
  return new Map([...planned].filter(([, { from, overrides }]) => from !== SHELL || overrides));
}
