import type { LaunchProfile } from '../profiles/launch-profile.ts';
import { isIisCommand } from '../profiles/command-names.ts';
import type { HostingModel, ReverseProxy } from '../profiles/profile-values.ts';
import { decide, profileSource } from './decide.ts';
import { knownServer } from './known-servers.ts';
import type { LaunchFacts } from './launch-facts.ts';
import type { Reasoned } from './launch-plan.ts';

/** The server: `--server`, the profile's, HTTP.sys for HttpSys profiles, else Kestrel. A module's name stays as it is written. */
export function resolveServer({ options, settings: { profile } }: Pick<LaunchFacts, 'options' | 'settings'>): Reasoned<string> {
  const { value, from } = decide(
    [
      { value: options.server, from: '--server' },
      { value: profile?.server, from: source(profile, 'server') },
      { value: profile?.commandName === 'HttpSys' ? 'httpsys' : undefined, from: source(profile, 'commandName') },
    ],
    'kestrel',
  );
  return { value: knownServer(value) ?? value, from };
}

/** In front of the app: nothing, or the hosting module in one of its two models; IIS profiles imply it, in-process unless they say. */
export function resolveHostingModel({ options, settings: { profile, module = [] } }: Pick<LaunchFacts, 'options' | 'settings'>): Reasoned<HostingModel | null> {
  const isIis = isIisCommand(profile?.commandName);
  const written = module.find(({ settings }) => settings.hostingModel !== undefined);
  return decide<HostingModel | null>(
    [
      { value: options.hostingModel, from: '--hosting-model' },
      { value: profile?.hostingModel, from: source(profile, 'hostingModel') },
      { value: isIis ? profile?.ancmHostingModel : undefined, from: source(profile, 'ancmHostingModel') },
      { value: isIis ? written?.settings.hostingModel : undefined, from: `${written?.from ?? ''} hostingModel` },
      { value: isIis ? 'inprocess' : undefined, from: source(profile, 'commandName') },
    ],
    null,
  );
}

export function resolveReverseProxy({ options, settings: { profile } }: LaunchFacts): Reasoned<ReverseProxy> {
  return decide<ReverseProxy>(
    [
      { value: options.reverseProxy, from: '--reverse-proxy' },
      { value: profile?.reverseProxy, from: source(profile, 'reverseProxy') },
    ],
    'none',
  );
}

function source(profile: LaunchProfile | undefined, property: string): string {
  return profile ? `${profileSource(profile.name)} ${property}` : 'default';
}
