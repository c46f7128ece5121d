import type { Configuration, TypecheckMode } from '../profiles/profile-values.ts';
import { decide, profileSource } from './decide.ts';
import type { LaunchFacts } from './launch-facts.ts';
import type { InspectOption } from './launch-options.ts';
import type { Reasoned } from './launch-plan.ts';

/** `-c`, the profile's, else Debug. */
export function resolveConfiguration({ options, settings }: Pick<LaunchFacts, 'options' | 'settings'>): Reasoned<Configuration> {
  const { profile } = settings;
  return decide<Configuration>(
    [
      { value: options.configuration, from: '-c' },
      { value: profile?.configuration, from: profile ? `${profileSource(profile.name)} configuration` : '' },
    ],
    'Debug',
  );
}

/** `--typecheck`, the profile's, package.json's, else: a Release must be right, a Debug tells. */
export function resolveTypecheck(facts: Pick<LaunchFacts, 'options' | 'settings' | 'project'>, configuration: Configuration): Reasoned<TypecheckMode> {
  const { profile } = facts.settings;
  return decide<TypecheckMode>(
    [
      { value: facts.options.typecheck, from: '--typecheck' },
      { value: profile?.typecheck, from: profile ? `${profileSource(profile.name)} typecheck` : '' },
      { value: facts.project.typecheck, from: 'package.json mews.typecheck' },
      { value: configuration === 'Release' ? 'gate' : undefined, from: 'configuration Release' },
    ],
    'warn',
  );
}

/** `--inspect`/`--inspect-brk`, else the profile's `inspect` (true or a port). */
export function resolveInspect({ options, settings: { profile } }: LaunchFacts): Reasoned<InspectOption | null> {
  const wanted = profile?.inspect;
  const inspect = wanted === undefined || wanted === false ? undefined : { address: wanted === true ? '9229' : String(wanted), breakFirst: false };
  return decide<InspectOption | null>(
    [
      { value: options.inspect, from: options.inspect?.breakFirst ? '--inspect-brk' : '--inspect' },
      { value: inspect, from: profile ? `${profileSource(profile.name)} inspect` : '' },
    ],
    null,
  );
}
